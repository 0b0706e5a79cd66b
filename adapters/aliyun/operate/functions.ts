import { UserError } from "../../../model/errors.ts";
import type { DeployedPart, Invocation, InvocationResult, Operator } from "../../operate.ts";
import { errorTypeIn } from "../../shared/json-object.ts";
import { checkPayload, packageTooLarge, type PayloadLimits } from "../../shared/request-limits.ts";
import { SYNC_LIMIT } from "../runtime/limits.ts";
import type { ApiCall } from "./api.ts";
import type { Clients } from "./clients.ts";
import { CODE_LIMIT } from "./code-limit.ts";
import { costIn, joined, readMessage } from "./log-lines.ts";

/** Pause between two questions whether an update is done. */
const PAUSE_MS = 100;

const NO_DRY_RUN =
  "Function Compute cannot try a call: the function was read with these credentials, but they may not be allowed to call it.";

/** Most bytes of payloads: https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits */
const LIMITS: PayloadLimits = { sync: SYNC_LIMIT, async: 128 * 1024 };

/** Functions of Function Compute. */
export const functions = (clients: Clients): Pick<Operator, "invoke" | "replaceCode"> => ({
  invoke: (fn, invocation) => invoke(clients, fn, invocation),
  replaceCode: (fn, zip) => replaceCode(clients, fn, zip),
});

type FcCall = Omit<ApiCall, "product" | "region" | "account" | "path">;

/** Calls an operation of a function. `path`: below the function's. */
export const callFunction = ({ api, place }: Clients, { id, name }: DeployedPart, path: string, call: FcCall) =>
  api.call({ product: "fc", ...place(id), path: `/2023-03-30/functions/${name}${path}`, ...call });

/** The alias or version that a function's ARN names. */
const qualifierIn = (id: string): string | undefined => /functions\/[^/]+\/(.+)$/.exec(id)?.[1];

export async function invoke(clients: Clients, fn: DeployedPart, invocation: Invocation): Promise<InvocationResult> {
  const { payload = "{}", mode, qualifier } = invocation;
  checkPayload("Function Compute", invocation, LIMITS);
  const query: Record<string, string> = qualifier === undefined ? {} : { qualifier };
  if (mode === "dry-run") {
    const { headers } = await callFunction(clients, fn, "", { action: "GetFunction", method: "GET", query });
    return { ...requestIdIn(headers), unchecked: NO_DRY_RUN, logs: [] };
  }
  const isSync = mode === "sync";
  const { headers, text } = await callFunction(clients, fn, "/invocations", {
    ...{ action: "InvokeFunction", query, bytes: Buffer.from(payload) },
    headers: { "x-fc-invocation-type": isSync ? "Sync" : "Async", ...(isSync && { "x-fc-log-type": "Tail" }) },
  });
  if (!isSync) return { ...requestIdIn(headers), logs: [] };
  const error = headers["x-fc-error-type"];
  const log = Buffer.from(headers["x-fc-log-result"] ?? "", "base64").toString("utf8");
  const read = log
    .split(/[\r\n]+/)
    .filter((line) => line !== "")
    .map(readMessage);
  return {
    payload: text,
    ...(error !== undefined && { error: errorTypeIn(text) ?? error }),
    ...requestIdIn(headers),
    logs: joined(read).flatMap(({ line }) => line ?? []),
    ...measured(headers),
    ...costIn(log),
  };
}

const requestIdIn = (headers: Readonly<Record<string, string>>) => {
  const requestId = headers["x-fc-request-id"];
  return requestId === undefined ? {} : { requestId };
};

/** Values of the answer's headers, for a call without a log. */
function measured(headers: Readonly<Record<string, string>>): Pick<InvocationResult, "durationMs" | "memoryMb"> {
  const { "x-fc-invocation-duration": duration, "x-fc-max-memory-usage": memory } = headers;
  return {
    ...(duration !== undefined && { durationMs: Number(duration) }),
    ...(memory !== undefined && { memoryMb: Number(memory) }),
  };
}

interface FunctionState {
  readonly lastUpdateStatus?: string;
  readonly lastUpdateStatusReason?: string;
  readonly lastUpdateStatusReasonCode?: string;
}

/** A function that is called through an alias gets the new code as a version, to which the alias moves. */
async function replaceCode(clients: Clients, fn: DeployedPart, zip: Uint8Array): Promise<void> {
  if (zip.length > CODE_LIMIT) throw packageTooLarge(fn.name, zip.length, CODE_LIMIT);
  const body = { code: { zipFile: Buffer.from(zip).toString("base64") } };
  let answer = await callFunction(clients, fn, "", { action: "UpdateFunction", method: "PUT", body });
  let state = answer.json() as FunctionState;
  while (state.lastUpdateStatus === "InProgress") {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    answer = await callFunction(clients, fn, "", { action: "GetFunction", method: "GET" });
    state = answer.json() as FunctionState;
  }
  if (state.lastUpdateStatus === "Failed") {
    throw new UserError(
      `Function Compute could not update the code of ${fn.name}: ${state.lastUpdateStatusReason} (${state.lastUpdateStatusReasonCode}).`,
      "Correct the package, then try again.",
    );
  }
  const alias = qualifierIn(fn.id);
  if (alias === undefined) return;
  const published = await callFunction(clients, fn, "/versions", { action: "PublishFunctionVersion", body: {} });
  const { versionId } = published.json() as { versionId: string };
  await callFunction(clients, fn, `/aliases/${alias}`, { action: "UpdateAlias", method: "PUT", body: { versionId } });
}
