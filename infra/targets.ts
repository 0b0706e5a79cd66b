import leven from "leven";
import type { Adapter } from "../adapters/contract.ts";
import { adapters, type Target } from "../adapters/index.ts";
import { UserError } from "../model/errors.ts";

/** Names of all targets, in the order of the registry. */
export const targets = Object.keys(adapters) as Target[];

/** @throws UserError for a name that is no target. */
export async function adapterFor(target: string): Promise<Adapter> {
  const known = targets.find((name) => name === target);
  if (known !== undefined) return adapters[known]();
  const [nearest] = [...targets].sort((a, b) => leven(a, target) - leven(b, target));
  const guess = nearest !== undefined && leven(nearest, target) <= 3 ? `Did you mean "${nearest}"? ` : "";
  throw new UserError(`There is no target "${target}".`, `${guess}Targets: ${targets.join(", ")}.`);
}
