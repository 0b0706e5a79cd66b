import type { NativeStatement } from "../../model/statements.ts";
import { functionOf, type PlannedGraph } from "../graph/planned-graph.ts";

/** One statement of a policy, in the grammar that several clouds have. Lists are sorted: the order of a spec never shows. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A statement of these actions on these resources. */
export const allow = (actions: readonly string[], resources: readonly string[]): Statement => ({
  Effect: "Allow",
  Action: [...new Set(actions)].sort(),
  Resource: [...new Set(resources)].sort(),
});

/** The statement of a spec's own, with the values of its resources. */
export const nativeStatement = ({ actions, conditions }: NativeStatement, resources: readonly string[]): Statement => ({
  ...allow(actions, resources),
  ...(conditions && { Condition: conditions }),
});

/** Statements about the same resources become one, and the list is sorted: the order of a spec never shows. */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const byResources = new Map<string, Statement>();
  for (const statement of statements) {
    const key = JSON.stringify([statement.Resource, statement.Condition]);
    const same = byResources.get(key);
    const actions = [...(same?.Action ?? []), ...statement.Action];
    byResources.set(key, { ...statement, ...allow(actions, statement.Resource) });
  }
  return [...byResources.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement);
}

/**
 * The statements of a function's own role, read from its policies.
 * @param type The node type of such a policy.
 * @param input The input that has its document. Policies of a trigger's own role, which are of the same type, are left out.
 */
export const roleStatementsIn = (graph: PlannedGraph, fn: string, type: string, input: string): readonly Statement[] =>
  graph
    .ofType<Readonly<Record<string, unknown>>>(type)
    .filter(({ node }) => functionOf(node) === fn && node.path.length === 2)
    .flatMap(({ inputs }) => (JSON.parse(String(inputs[input])) as { Statement: readonly Statement[] }).Statement);
