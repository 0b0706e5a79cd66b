import type { Adapter } from "../adapters/contract.ts";
import { adapters, type Target } from "../adapters/index.ts";
import { UserError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";

/** Names of all targets, in the order of the registry. */
export const targets = Object.keys(adapters) as Target[];

/** @throws UserError for a name that is no target. */
export async function adapterFor(target: string): Promise<Adapter> {
  const known = targets.find((name) => name === target);
  if (known !== undefined) return adapters[known]();
  const meant = nearest(target, targets);
  const guess = meant === undefined ? "" : `Did you mean "${meant}"? `;
  throw new UserError(`There is no target "${target}".`, `${guess}Targets: ${targets.join(", ")}.`);
}
