import type { Adapter } from "../contract.ts";
import type { Lowering } from "../graph/lowering.ts";
import { roleStatementsIn } from "../shared/statements.ts";
import { checkApp } from "./checks/index.ts";
import { checkPolicies } from "./checks/policies.ts";
import { checkSettings } from "./checks/settings.ts";
import { lowering } from "./lowering.ts";
import { operate } from "./operate/index.ts";
import { packaging } from "./packaging.ts";
import { remarksOn } from "./remarks.ts";
import { rules } from "./rules.ts";
import { support } from "./support.ts";

/**
 * AWS Lambda. This file and what it imports are data and pure functions, which load neither Pulumi nor its AWS package.
 * From here: `support.ts` what can be done, `rules.ts` and `checks/` what is allowed, `packaging.ts` what goes
 * into a function's package, `lowering.ts` the native resources, `runtime/` what runs inside a function.
 */
export const aws: Adapter = {
  name: "aws",
  title: "AWS Lambda",
  defaultRegion: "us-east-1",
  support,
  proof: "cloud-protocol",
  rules,
  overrides: ["aws"],
  packages: ["@pulumi/aws"],
  settings: {
    profile: "Profile of the shared AWS configuration to deploy with.",
    account: "The only account this stack may deploy to; twelve digits.",
    role: "ARN of a role to assume for the deployment.",
  },
  check: (app, deployment) => [...checkSettings(deployment), ...checkApp(app, deployment)],
  remarks: (app, deployment) => remarksOn(app, deployment),
  checkGraph: checkPolicies,
  permissions: ({ graph }, fn) => roleStatementsIn(graph, fn, "aws:iam/rolePolicy:RolePolicy", "policy"),
  package: packaging,
  lowering: lowering as Lowering,
  payloads: async () => (await import("./payloads/index.ts")).payloads,
  operate,
};
