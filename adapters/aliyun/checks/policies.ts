import type { Problem } from "../../../model/errors.ts";
import type { Planned } from "../../contract.ts";
import { type PolicyRule, policyProblems } from "../../shared/checks/policies.ts";

/** Characters of a custom policy. https://www.alibabacloud.com/help/en/ram/product-overview/limits */
const RULE: PolicyRule = { service: "RAM", max: 6144 };

/** The policies of all roles: those of functions, of triggers, and of services that use a key. */
export const checkPolicies = ({ graph }: Planned): Problem[] =>
  graph
    .ofType<{ readonly policyDocument: unknown }>("alicloud:ram/policy:Policy")
    .flatMap(({ node, inputs }) => policyProblems(RULE, node, inputs.policyDocument));
