import type { Problem } from "../../../model/errors.ts";
import type { GraphNode } from "../../graph/node.ts";
import { problem, when } from "../problem.ts";

/** The limit of a role's policy. */
export interface PolicyRule {
  /** Name of the service. */
  readonly service: string;
  /** Characters. */
  readonly max: number;
}

/** A role's policy is one text of limited length. */
export function policyProblems({ service, max }: PolicyRule, { path }: GraphNode, policy: unknown): Problem[] {
  const { length } = String(policy);
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
