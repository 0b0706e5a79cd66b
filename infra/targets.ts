import type { Adapter } from "../adapters/contract.ts";
import { adapters } from "../adapters/index.ts";
import { UserError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import { projectAdapters } from "./project-adapters.ts";

/** Every adapter by the name of its target: polyfn's own, then those of projects. */
const registry = new Map<string, () => Promise<Adapter>>(Object.entries(adapters));

/** `package.json` files whose adapters are in the registry. */
const added = new Set<string>();

/** Names of all targets, in the order of the registry. */
export const targets = (): string[] => [...registry.keys()];

/**
 * Adds the adapters that the project of a directory names in its `package.json`, as `polyfn.adapters`.
 * @throws UserError for an adapter that can't be loaded, is incomplete, or is named like another.
 */
export async function addAdapters(directory: string): Promise<void> {
  const project = await projectAdapters(directory);
  if (project === undefined || added.has(project.manifest)) return;
  for (const { adapter, source } of project.adapters) {
    if (registry.has(adapter.name)) {
      throw new UserError(
        `${project.manifest}: the adapter "${source}" is for a target "${adapter.name}", and there is one of this name.`,
        "Remove one of the two from polyfn.adapters, or ask its author for another name.",
      );
    }
    registry.set(adapter.name, async () => adapter);
  }
  added.add(project.manifest);
}

/** @throws UserError for a name that is no target. */
export async function adapterFor(target: string): Promise<Adapter> {
  const load = registry.get(target);
  if (load !== undefined) return load();
  const meant = nearest(target, targets());
  const guess = meant === undefined ? "" : `Did you mean "${meant}"? `;
  throw new UserError(
    `There is no target "${target}".`,
    `${guess}Targets: ${targets().join(", ")}. An adapter of another package is named in package.json, as polyfn.adapters.`,
  );
}
