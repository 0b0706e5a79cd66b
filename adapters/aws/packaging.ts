import type { Runtime } from "../../model/function.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Packaging } from "../contract.ts";
import { nodeEntry, pythonHandler } from "../shared/node-entry.ts";
import { preflightRules } from "./preflight.ts";
import { settingsOf } from "./trigger-settings.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html; without a version, the newest that bundles are made for. */
export const RUNTIMES: Readonly<Record<Runtime, string>> = {
  nodejs: "nodejs22.x",
  nodejs20: "nodejs20.x",
  nodejs22: "nodejs22.x",
  nodejs24: "nodejs24.x",
  python: "python3.13",
  "python3.10": "python3.10",
  "python3.11": "python3.11",
  "python3.12": "python3.12",
  "python3.13": "python3.13",
  custom: "provided.al2023",
};

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included */
const SDK = ["@aws-sdk/*", "@smithy/*"];
/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, LAMBDA_TASK_ROOT. */
const ROOT = "/var/task";

/** The SDK and what it needs. https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html */
const PYTHON_PACKAGES = ["boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3"];

const SHIM = "./adapters/aws/runtime";

/** The package of a function. For Node.js it contains the shim. */
export function packaging(fn: ResolvedFunction, app: ResolvedApp): Packaging {
  if (fn.image !== undefined) return { kind: "image" };
  const runtime = RUNTIMES[fn.runtime];
  if (fn.runtime === "custom") {
    return { kind: "files", handler: "bootstrap", runtime, root: ROOT, program: "bootstrap", provides: [] };
  }
  if (fn.runtime.startsWith("python")) {
    const handler = pythonHandler(fn.handler ?? "");
    return { kind: "files", handler, runtime, root: ROOT, provides: PYTHON_PACKAGES };
  }
  return {
    kind: "node",
    syntax: runtime.replace(/^nodejs(\d+)\.x$/, "node$1"),
    entry: (handlerModule) =>
      nodeEntry(fn, app, {
        shim: SHIM,
        entry: entryOf(fn, app),
        handlerModule,
        told: (trigger) => settingsOf(trigger, fn, app),
        codec: (kind) => codec(fn, kind, app),
      }),
    handler: "index.handler",
    runtime,
    provides: SDK,
  };
}

/** The module that makes the Lambda handler. Functions whose result nobody reads do not carry the code that measures it. */
function entryOf(fn: ResolvedFunction, app: ResolvedApp): string {
  if (isStreaming(fn)) return "entry-streaming";
  const isCalled = [...app.functions.values()].some(({ permissions }) =>
    permissions.some(({ name }) => name === fn.name),
  );
  return isCalled || fn.triggers.length === 0 ? "entry-direct" : "entry";
}

/** True if responses are sent while they are produced, which takes another kind of Lambda handler. */
const isStreaming = ({ triggers }: ResolvedFunction): boolean =>
  triggers.some(({ spec }) => "streaming" in spec && spec.streaming);

/** The module of a kind's codec. Only functions that stream or answer preflight requests carry the code for it. */
function codec(fn: ResolvedFunction, kind: TriggerKind, app: ResolvedApp): string {
  if (kind !== "http") return kind;
  const answers = fn.triggers.some(
    (trigger) => trigger.kind === kind && Object.keys(preflightRules(trigger, app)).length > 0,
  );
  return `${kind}${isStreaming(fn) ? "-streaming" : ""}${answers ? "-preflight" : ""}`;
}
