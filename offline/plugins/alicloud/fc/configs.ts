import { settingsOfFunction } from "./settings-of-function.ts";
import { v3AsyncInvokeConfigTable, v3ConcurrencyConfigTable, v3ProvisionConfigTable } from "./tables.ts";

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-putasyncinvokeconfig */
export const v3AsyncInvokeConfig = settingsOfFunction({
  table: v3AsyncInvokeConfigTable,
  path: "async-invoke-config",
  noun: "AsyncInvokeConfig",
});

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-putconcurrencyconfig */
export const v3ConcurrencyConfig = settingsOfFunction({
  table: v3ConcurrencyConfigTable,
  path: "concurrency",
  noun: "ConcurrencyConfig",
});

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-putprovisionconfig */
export const v3ProvisionConfig = settingsOfFunction({
  table: v3ProvisionConfigTable,
  path: "provision-config",
  noun: "ProvisionConfig",
});
