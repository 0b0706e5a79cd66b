import type { ResolvedResource } from "../../../model/resolve.ts";
import { lift, type Symbolic } from "../../graph/expression.ts";
import type { AliyunScope } from "../context.ts";
import { type NamedResource, physicalName } from "../names.ts";

const lifted = lift("physicalName", physicalName);

/** The cloud's own name of a resource that polyfn creates. Only that of a bucket depends on where the deployment lives. */
export function nameOf({ deployment, context }: AliyunScope, resource: ResolvedResource): Symbolic<string> {
  const { kind, name, spec } = resource;
  const own: NamedResource = { kind, name, spec: { physicalName: spec.physicalName } };
  const { prefix } = deployment;
  return lifted({ prefix }, own, kind === "bucket" ? context.place : { account: "", region: "" });
}
