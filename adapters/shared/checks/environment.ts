import type { Problem } from "../../../model/errors.ts";
import { isPlainObject } from "../../../model/merge-patch.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { Planned } from "../../contract.ts";
import { functionOf } from "../../graph/planned-graph.ts";
import type { Rules } from "../../rules.ts";
import { type Checked, functionPath, problem } from "../problem.ts";

/** Variables of functions whose names the cloud keeps for itself. */
export const reservedNames = ({ service, environment: { reserved } }: Rules, { app }: Checked): Problem[] =>
  [...app.functions.values()].flatMap((fn) =>
    Object.keys(fn.environment)
      .filter((name) => reserved.test(name))
      .map((name) =>
        problem(
          "reserved-name",
          [...functionPath(fn), "environment", name],
          `${service} gives ${name} a value itself.`,
          "Choose another name.",
        ),
      ),
  );

interface Environment {
  readonly path: readonly string[];
  readonly bytes: number;
}

/** The environment of each native function. Values that only the deployment knows are counted with their plan values. */
const environmentsIn = ({ environment: { type, variables } }: Rules, { graph }: Planned): Environment[] =>
  graph.ofType<unknown>(type).map(({ node, inputs }) => ({
    path: ["functions", functionOf(node) ?? "", "environment"],
    bytes: bytesOf(variables.reduce((of: unknown, field) => (isPlainObject(of) ? of[field] : undefined), inputs)),
  }));

const bytesOf = (variables: unknown): number =>
  Buffer.byteLength(
    Object.entries(isPlainObject(variables) ? variables : {})
      .map(([name, value]) => `${name}${String(value)}`)
      .join(""),
  );

const REMEDY = "Move large values to a bucket or secret, or split the function.";

/** Environments that are larger than they may be. */
export const environmentProblems = (rules: Rules, planned: Planned): Problem[] =>
  environmentsIn(rules, planned)
    .filter(({ bytes }) => bytes > rules.environment.maxBytes)
    .map(({ path, bytes }) =>
      problem(
        "out-of-range",
        path,
        `The environment has ${bytes} bytes, with what polyfn adds for the function's permissions; ${rules.service} allows ${rules.environment.maxBytes}.`,
        REMEDY,
      ),
    );

/** From which part of the limit on a remark is made. */
const NEAR = 0.8;

/** Remarks on environments that are nearly as large as they may be. */
export const environmentRemarks = (rules: Rules, planned: Planned): Remark[] =>
  environmentsIn(rules, planned)
    .filter(({ bytes }) => bytes >= NEAR * rules.environment.maxBytes && bytes <= rules.environment.maxBytes)
    .map(({ path, bytes }) => ({
      code: "environment-size",
      path,
      message: `The environment has about ${bytes} bytes, with what polyfn adds for the function's permissions; ${rules.service} allows ${rules.environment.maxBytes}.`,
      remedy: REMEDY,
    }));
