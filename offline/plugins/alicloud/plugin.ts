import type { Plugin } from "../server/plugin.ts";
import type { AlicloudContext } from "./clients.ts";
import { configTable } from "./config.table.ts";
import { alicloudErrors } from "./errors.ts";
import { registry } from "./registry.ts";
import { configure } from "./session.ts";

/** The `alicloud` tokens of @pulumi/alicloud, served by an emulator on this machine. */
export const alicloudPlugin: Plugin<AlicloudContext> = {
  name: "alicloud",
  version: "3.108.0",
  config: configTable,
  types: registry,
  errors: alicloudErrors,
  configure,
};
