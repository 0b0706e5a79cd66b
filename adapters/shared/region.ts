import { InternalError } from "../../model/errors.ts";
import type { Deployment } from "../deployment.ts";

/** The region of a deployment to a cloud that has regions. */
export function regionOf({ target, region }: Pick<Deployment, "target" | "region">): string {
  if (region !== undefined) return region;
  throw new InternalError(`A deployment to ${target} has no region.`);
}
