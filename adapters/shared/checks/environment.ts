import type { Problem } from "../../../model/errors.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { functionPath, problem, when } from "../problem.ts";
import { RESOURCES_VARIABLE } from "../resources-variable.ts";

/** What a cloud's functions allow in their environment. */
export interface EnvironmentRule {
  /** Name of the service. */
  readonly service: string;
  /** Names and values together. */
  readonly maxBytes: number;
  /** Why a name can't be given a value, if it can't. */
  readonly reserved: (name: string) => string | undefined;
}

/**
 * What is wrong with a function's environment. `facts` stand beside the spec's own variables: about as long as they will
 * be, by name.
 */
export function environmentProblems(
  { service, maxBytes, reserved }: EnvironmentRule,
  fn: ResolvedFunction,
  facts: Readonly<Record<string, object>>,
): Problem[] {
  const path = [...functionPath(fn), "environment"];
  const bytes = environmentBytes(fn, facts);
  return [
    ...Object.keys(fn.environment).flatMap((name) => {
      const why = reserved(name);
      return why === undefined ? [] : [problem("reserved-name", [...path, name], why, "Choose another name.")];
    }),
    ...when(bytes > maxBytes, () =>
      problem(
        "out-of-range",
        path,
        `The environment has ${bytes} bytes, with what polyfn adds for the function's permissions; ${service} allows ${maxBytes}.`,
        "Move large values to a bucket or secret, or split the function.",
      ),
    ),
  ];
}

/** From which part of the limit on a remark is made. */
const NEAR = 0.8;

/** A remark on an environment that is nearly as large as it may be. */
export function environmentRemarks(
  { service, maxBytes }: EnvironmentRule,
  fn: ResolvedFunction,
  facts: Readonly<Record<string, object>>,
): Remark[] {
  const bytes = environmentBytes(fn, facts);
  if (bytes < NEAR * maxBytes || bytes > maxBytes) return [];
  return [
    {
      code: "environment-size",
      path: [...functionPath(fn), "environment"],
      message: `The environment has at least ${bytes} bytes, with what polyfn adds for the function's permissions; ${service} allows ${maxBytes}.`,
      remedy: "Move large values to a bucket or secret, or split the function.",
    },
  ];
}

/** At least so many bytes: values that are only known during the deployment count nothing. */
function environmentBytes(fn: ResolvedFunction, facts: Readonly<Record<string, object>>): number {
  const own = Object.entries(fn.environment).map(([name, value]) => name + (typeof value === "string" ? value : ""));
  const added = Object.keys(facts).length > 0 ? [RESOURCES_VARIABLE + JSON.stringify(facts)] : [];
  return Buffer.byteLength([...own, ...added].join(""));
}
