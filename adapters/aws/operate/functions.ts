import { UserError } from "../../../model/errors.ts";
import type { DeployedPart, Invocation, InvocationResult, Operator } from "../../operate.ts";
import { errorTypeIn } from "../../shared/json-object.ts";
import { checkPayload, packageTooLarge, type PayloadLimits } from "../../shared/request-limits.ts";
import { SYNC_LIMIT } from "../runtime/limits.ts";
import type { Clients } from "./clients.ts";
import { CODE_LIMIT } from "./code-limit.ts";
import { readMessage, reportIn } from "./log-lines.ts";

/** Pause between two questions whether an update is done. */
const PAUSE_MS = 100;

const TYPES = { sync: "RequestResponse", async: "Event", "dry-run": "DryRun" } as const;

/** Most bytes of payloads: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LIMITS: PayloadLimits = { sync: SYNC_LIMIT, async: 1024 * 1024 };

/** Functions of Lambda. */
export const functions = (clients: Clients): Pick<Operator, "invoke" | "replaceCode"> => ({
  invoke: (fn, invocation) => invoke(clients, fn.name, invocation),
  replaceCode: (fn, zip) => replaceCode(clients, fn, zip),
});

/** Calls a function. The SDK waits for an answer as long as a function may take. */
export async function invoke(
  { lambda }: Clients,
  FunctionName: string,
  invocation: Invocation,
): Promise<InvocationResult> {
  const { payload = "{}", mode, qualifier: Qualifier } = invocation;
  checkPayload("Lambda", invocation, LIMITS);
  const { Payload, FunctionError, LogResult, $metadata } = await (await lambda()).invoke({
    FunctionName,
    InvocationType: TYPES[mode],
    Payload: Buffer.from(payload),
    Qualifier,
    ...(mode === "sync" && { LogType: "Tail" }),
  });
  const text = Buffer.from(Payload ?? []).toString("utf8");
  // Within a message, the runtime writes a carriage return for each end of a line.
  const lines = Buffer.from(LogResult ?? "", "base64")
    .toString("utf8")
    .split("\n");
  const read = lines.filter((line) => line !== "").map(readMessage);
  // Some servers name a call differently in the log and in the response; the log's name is the one that finds its lines.
  const [inLog] = read.flatMap((message) => message.requestId ?? message.named ?? []);
  const requestId = inLog ?? $metadata.requestId;
  return {
    ...(mode === "sync" && { payload: text }),
    ...(FunctionError !== undefined && { error: errorTypeIn(text) ?? FunctionError }),
    ...(requestId !== undefined && { requestId }),
    logs: read.flatMap(({ line }) => line ?? []),
    ...reportIn(lines),
  };
}

/** A function that is called through an alias gets the new code as a version, to which the alias moves. */
async function replaceCode(
  { lambda, onThisMachine }: Clients,
  { name: FunctionName, id }: DeployedPart,
  ZipFile: Uint8Array,
) {
  if (ZipFile.length > CODE_LIMIT) throw packageTooLarge(FunctionName, ZipFile.length, CODE_LIMIT);
  const client = await lambda();
  const Name = id.split(":")[7];
  let state = await client.updateFunctionCode({ FunctionName, ZipFile });
  // MiniStack runs the new code from this answer on. It reports the update as under way for another half second and, as
  // neither AWS nor LocalStack does, the function as pending.
  const isOver = onThisMachine && state.State === "Pending";
  while (!isOver && state.LastUpdateStatus === "InProgress") {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    state = await client.getFunctionConfiguration({ FunctionName });
  }
  if (state.LastUpdateStatus === "Failed") {
    throw new UserError(
      `Lambda could not update the code of ${FunctionName}: ${state.LastUpdateStatusReason} (${state.LastUpdateStatusReasonCode}).`,
      "Correct the package, then try again.",
    );
  }
  if (Name === undefined) return;
  const { Version: FunctionVersion } = await client.publishVersion({ FunctionName });
  await client.updateAlias({ FunctionName, Name, FunctionVersion });
}
