import type { GraphNode } from "../../adapters/graph/node.ts";
import { formatPath, InternalError, type Problem } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";

/**
 * Two nodes with one type and logical name.
 * @throws InternalError when both are of the same part of the app: then no name of the spec is the cause.
 */
export function nameClash({ type, name, path }: GraphNode, owner: GraphNode): Problem {
  const own = formatPath(path);
  const other = formatPath(owner.path);
  if (own === other) throw new InternalError(`The graph has two nodes ${type} ${name} of ${own || "the app"}.`);
  return {
    code: "name-clash",
    path,
    message: `Its ${type} would be named "${name}" in the state, like that of ${other || "the app itself"}.`,
    remedy: "Rename one of the two.",
  };
}

/** An `override` of an input that the resource type does not have. */
export function unknownInput(type: string, path: readonly (string | number)[], known: readonly string[]): Problem {
  const name = String(path.at(-1));
  const meant = nearest(name, known);
  return {
    code: "unknown-input",
    path,
    message: `${type} has no input "${name}" here.`,
    remedy: meant === undefined ? `It has ${[...known].sort().join(", ")}.` : `Did you mean "${meant}"?`,
  };
}

/** An `override` of a child that the part does not have. */
export const unknownChild = (path: readonly string[], children: ReadonlySet<string>): Problem => ({
  code: "unknown-child",
  path,
  message: `There is no native resource "${path.at(-1)}" to override here.`,
  remedy: `Override one of: ${[...children].sort().join(", ") || "(nothing is created here)"}.`,
});
