import type { DiffRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import { UserError } from "../../../model/errors.ts";
import type { TypeTable } from "../table.ts";
import { changesMessage } from "./changes-message.ts";
import { check } from "./check.ts";
import type { Failure } from "./failure.ts";
import type { Plugin } from "./plugin.ts";
import { fromStruct } from "./rpc.ts";
import { hasUnknown, isSecret, isUnknown, type Json, open, secret } from "./wire.ts";

/** Decodes a provider's arguments, which arrive as strings: everything but plain strings is JSON. */
export function decodeConfig(table: TypeTable, args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]) => {
      // `version` and `pluginDownloadURL` tell the engine which plugin to start. They are not provider arguments.
      if (key === "version" || key === "pluginDownloadURL" || key.startsWith("__")) return [];
      return [[key, decode(table.properties[key]?.type ?? "string", value)]];
    }),
  );
}

function decode(type: string, value: unknown): unknown {
  if (isSecret(value)) return secret(decode(type, value.value));
  if (type === "string" || typeof value !== "string" || isUnknown(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Checks a provider's arguments against the table, then with the plugin's own checks. */
export function checkConfig<Context>(plugin: Plugin<Context>, news: Json, signal: AbortSignal): Failure[] {
  const args = decodeConfig(plugin.config, news);
  const failures = check(plugin.config, args);
  if (failures.length > 0 || hasUnknown(args)) return failures;
  try {
    plugin.configure(open(args).value as Json, signal);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ property: "", reason: `${error.message} ${error.remedy ?? ""}`.trim() }];
  }
}

/** Another address or other credentials update the provider in place: existing resources stay where they are. */
export function diffConfig(request: DiffRequest) {
  const old = fromStruct(request.getOlds());
  const wanted = fromStruct(request.getNews());
  const keys = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  const changed = keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(wanted[key]));
  const changes = changed.map((path) => ({ path, kind: "update" as const, replace: false }));
  return changesMessage({ changes, deleteBeforeReplace: false });
}
