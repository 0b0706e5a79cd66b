import type { Adapter } from "../contract.ts";
import type { Lowering } from "../graph/lowering.ts";
import { roleStatementsIn } from "../shared/statements.ts";
import { checkApp } from "./checks/index.ts";
import { lowering } from "./lowering.ts";
import { operate } from "./operate/index.ts";
import { packaging } from "./packaging.ts";
import { remarksOn } from "./remarks.ts";
import { rules } from "./rules.ts";
import { readSettings } from "./settings.ts";
import { support } from "./support.ts";

/**
 * Aliyun Function Compute 3.0. This file and what it imports are data and pure functions, which load neither Pulumi
 * nor its Aliyun package. From here: `support.ts` what can be done and how, `rules.ts` and `checks/` what is allowed,
 * `packaging.ts` what goes into a function's package, `lowering.ts` the native resources, `runtime/` what runs inside a
 * function and does there what FC leaves out.
 */
export const aliyun: Adapter = {
  name: "aliyun",
  title: "Aliyun Function Compute",
  defaultRegion: "cn-hangzhou",
  support,
  proof: "cloud-protocol",
  rules,
  overrides: ["aliyun"],
  packages: ["@pulumi/alicloud"],
  settings: {
    endpoint: "Address of the server on this machine that stands for Aliyun. Default: Aliyun itself.",
    account: "The only account this stack may deploy to; sixteen digits.",
    profile: "Profile of the shared Aliyun configuration to deploy with.",
    domain:
      "Domain below which an api without a domain of its own gets its host; its records lead to Function Compute.",
    kmsInstance: "KMS instance that keeps the secrets. Default: OOS's parameter store.",
    settle: "Seconds until services know a new role or logstore, 0 to 120. Default: 15, and 0 with an endpoint.",
  },
  loopback: (settings) => readSettings({ settings }).settings.endpoint,
  check: (app, deployment) => [...readSettings(deployment).problems, ...checkApp(app, deployment)],
  remarks: (app) => remarksOn(app),
  permissions: ({ graph }, fn) => roleStatementsIn(graph, fn, "alicloud:ram/policy:Policy", "policyDocument"),
  package: packaging,
  lowering: lowering as Lowering,
  operate,
  payloads: async () => (await import("./payloads/index.ts")).payloads,
};
