import type { Plugin } from "../server/plugin.ts";
import type { AwsContext } from "./clients.ts";
import { configTable } from "./config.table.ts";
import { awsErrors } from "./errors.ts";
import { registry } from "./registry.ts";
import { configure } from "./session.ts";

/** The `aws` tokens of @pulumi/aws, served from an endpoint on this machine. */
export const awsPlugin: Plugin<AwsContext> = {
  name: "aws",
  version: "7.48.0",
  config: configTable,
  types: registry,
  errors: awsErrors,
  configure,
};
