import type { Problem } from "../../../model/errors.ts";
import type { Planned } from "../../contract.ts";
import type { GraphNode } from "../../graph/node.ts";
import type { PolicyRule, Rules } from "../../rules.ts";
import { problem, when } from "../problem.ts";

/** Policies that are longer than they may be. */
export const policyProblems = ({ policies }: Rules, { graph }: Planned): Problem[] =>
  policies.flatMap((rule) =>
    graph
      .ofType<Readonly<Record<string, unknown>>>(rule.type)
      .flatMap(({ node, inputs }) => policyProblem(rule, node, String(inputs[rule.input]).length)),
  );

function policyProblem({ service, max }: PolicyRule, { path }: GraphNode, length: number): Problem[] {
  const isFunctions = path[0] === "functions" && path.length === 2;
  const whose = isFunctions ? "What the function may do" : "What its role may do";
  return when(length > max, () =>
    problem(
      "out-of-range",
      isFunctions ? [...path, "permissions"] : path,
      `${whose} takes a policy of about ${length} characters; ${service} allows ${max}.`,
      "Split the function, or leave permissions out that it can do without.",
    ),
  );
}
