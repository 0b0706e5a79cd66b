import { z } from "zod";
import { InternalError } from "../../model/errors.ts";
import type { Runtime } from "../../model/function.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import type { Packaging } from "../contract.ts";
import { nodeEntry, pythonHandler } from "../shared/node-entry.ts";
import { settingsOf } from "./trigger-settings.ts";

/**
 * FC's own names of the neutral runtimes; those that FC lacks have none and are refused before. Without a version, the
 * newest that is no preview. https://www.alibabacloud.com/help/en/functioncompute/fc/overview-of-runtimes
 */
export const RUNTIMES: Readonly<Record<Runtime, string | undefined>> = {
  nodejs: "nodejs20",
  nodejs20: "nodejs20",
  nodejs22: undefined,
  nodejs24: undefined,
  python: "python3.10",
  "python3.10": "python3.10",
  "python3.11": undefined,
  "python3.12": "python3.12",
  "python3.13": undefined,
  custom: "custom.debian12",
};

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/environment-variables, FC_FUNC_CODE_PATH. */
const ROOT = "/code";

/**
 * Packages that the runtimes bring, by the cloud's name of the runtime; of Python 3.12, which is a preview, those that
 * the page names for certain. https://www.alibabacloud.com/help/en/functioncompute/fc/python/
 */
const PYTHON_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "python3.10": [
    "aliyun-fc2",
    "aliyun-log-python-sdk",
    "aliyun-mns",
    "aliyun-python-sdk-cdn",
    "aliyun-python-sdk-ecs",
    "aliyun-python-sdk-iot",
    "aliyun-python-sdk-kms",
    "aliyun-python-sdk-ram",
    "aliyun-python-sdk-rds",
    "aliyun-python-sdk-sts",
    "aliyun-python-sdk-vpc",
    "elasticsearch",
    "oss2",
    "pillow",
    "pymysql",
    "pyopenssl",
    "redis",
    "requests",
    "scrapy",
    "tablestore",
    "wand",
  ],
  "python3.12": [
    "alibabacloud-cdn20180510",
    "alibabacloud-ecs20140526",
    "alibabacloud-kms20160120",
    "alibabacloud-mns-open20220119",
    "alibabacloud-rds20140815",
    "alibabacloud-vpc20160428",
    "oss2",
  ],
};

const SHIM = "./adapters/aliyun/runtime";

/** The package of a function. For Node.js it contains the shim. */
export function packaging(fn: ResolvedFunction, app: ResolvedApp): Packaging {
  if (fn.image !== undefined) return { kind: "image" };
  const runtime = RUNTIMES[fn.runtime];
  if (runtime === undefined)
    throw new InternalError(`function "${fn.name}" has a runtime that FC lacks: ${fn.runtime}`);
  if (fn.runtime === "custom") {
    const program = startsOther(fn) ? {} : { program: "bootstrap" };
    // FC requires the setting and does not use it for custom runtimes, which have settings of their own.
    return { kind: "files", handler: "bootstrap", runtime, root: ROOT, ...program, provides: [] };
  }
  if (fn.runtime.startsWith("python")) {
    const handler = pythonHandler(fn.handler ?? "");
    return { kind: "files", handler, runtime, root: ROOT, provides: PYTHON_PACKAGES[runtime] ?? [] };
  }
  return {
    kind: "node",
    syntax: runtime.replace(/^nodejs(\d+)$/, "node$1"),
    entry: (handlerModule) =>
      nodeEntry(fn, app, { shim: SHIM, handlerModule, told: (trigger) => settingsOf(trigger, fn, app.resources) }),
    handler: "index.handler",
    runtime,
  };
}

/** True if an override gives FC another command than the package's `bootstrap`. */
function startsOther({ override }: ResolvedFunction): boolean {
  const command = z.object({
    function: z.object({ customRuntimeConfig: z.object({ commands: z.array(z.unknown()) }) }),
  });
  return command.safeParse(override.aliyun).success;
}
