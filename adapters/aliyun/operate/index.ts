import type { Operate } from "../../operate.ts";
import { CODE_LIMIT } from "./code-limit.ts";

/** Deployed functions and resources through Aliyun's own clients. Each is loaded when it is first used. */
export const operate: Operate = {
  packages: [
    "@alicloud/credentials",
    "@alicloud/eventbridge",
    "@alicloud/mns",
    "@alicloud/openapi-core",
    "@alicloud/sls20201230",
    "ali-oss",
    "tablestore",
  ],
  codeLimit: CODE_LIMIT,
  open: async (access) => (await import("./operator.ts")).openOperator(access),
};
