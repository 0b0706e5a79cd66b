import type { Problem } from "../../../model/errors.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { functionOf, type PlannedNode } from "../../graph/planned-graph.ts";
import { functionPath, problem, when } from "../problem.ts";

/** Names of variables that the cloud sets itself: why one can't be given a value, if it can't. */
export type ReservedName = (name: string) => string | undefined;

/** Variables of a function's environment whose names the cloud keeps for itself. */
export const reservedNames = (reserved: ReservedName, fn: ResolvedFunction): Problem[] =>
  Object.keys(fn.environment).flatMap((name) => {
    const why = reserved(name);
    const path = [...functionPath(fn), "environment", name];
    return why === undefined ? [] : [problem("reserved-name", path, why, "Choose another name.")];
  });

/** How large a function's environment may be. */
export interface EnvironmentRule {
  /** Name of the service. */
  readonly service: string;
  /** Names and values together. */
  readonly maxBytes: number;
}

/** What a function runs with: the spec's own variables, and the one with the bindings of its clients. */
type Variables = Readonly<Record<string, unknown>>;

const REMEDY = "Move large values to a bucket or secret, or split the function.";

/** Values that only the deployment knows are counted with their plan values. */
const bytesOf = (variables: Variables): number =>
  Buffer.byteLength(
    Object.entries(variables)
      .map(([name, value]) => `${name}${String(value)}`)
      .join(""),
  );

const pathOf = ({ node }: PlannedNode<unknown>): string[] => ["functions", functionOf(node) ?? "", "environment"];

/** An environment that is larger than it may be. */
export function environmentProblems(
  { service, maxBytes }: EnvironmentRule,
  fn: PlannedNode<unknown>,
  variables: Variables = {},
): Problem[] {
  const bytes = bytesOf(variables);
  return when(bytes > maxBytes, () =>
    problem(
      "out-of-range",
      pathOf(fn),
      `The environment has ${bytes} bytes, with what polyfn adds for the function's permissions; ${service} allows ${maxBytes}.`,
      REMEDY,
    ),
  );
}

/** From which part of the limit on a remark is made. */
const NEAR = 0.8;

/** A remark on an environment that is nearly as large as it may be. */
export function environmentRemarks(
  { service, maxBytes }: EnvironmentRule,
  fn: PlannedNode<unknown>,
  variables: Variables = {},
): Remark[] {
  const bytes = bytesOf(variables);
  if (bytes < NEAR * maxBytes || bytes > maxBytes) return [];
  return [
    {
      code: "environment-size",
      path: pathOf(fn),
      message: `The environment has about ${bytes} bytes, with what polyfn adds for the function's permissions; ${service} allows ${maxBytes}.`,
      remedy: REMEDY,
    },
  ];
}
