import { randomUUID } from "node:crypto";
import { ApiError } from "../../../core/error.ts";
import { type Compute, findVersion, functionArn, isoTime, LATEST, versionOf } from "../compute.ts";
import { denied, invalid, tooLarge } from "../errors.ts";
import type { FunctionRecord, QueuedInvocation } from "../state.ts";
import { SERVICE } from "./executable.ts";
import { payloadText, unpackInput } from "./input.ts";
import { RunLog } from "./logs.ts";
import type { Ending } from "./ports.ts";

/** Bytes of a record that a queue, a topic or a bus takes. */
const MESSAGE_LIMIT = 65_536;

/**
 * Tells the destination of an asynchronous call how it ended, with the rights of the function's role.
 * https://www.alibabacloud.com/help/en/functioncompute/user-guide/result-callback
 * @returns whether the destination has it; undefined where there is none.
 */
export async function deliver(fc: Compute, queued: QueuedInvocation, ending: Ending): Promise<boolean | undefined> {
  const fn = fc.state.functions.find((f) => f.region === queued.region && f.name === queued.functionName);
  const { destinationConfig } = fn?.asyncConfigs[queued.qualifier] ?? {};
  const chosen = ending.condition === "Success" ? destinationConfig?.onSuccess : destinationConfig?.onFailure;
  const given = chosen && "destination" in chosen ? chosen.destination : "";
  if (!fn || !given) return undefined;
  const arn = completeArn(fc, fn, given);
  try {
    await send(fc, fn, queued, arn, recordOf(fc, queued, ending));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) console.error(error);
    reportLoss(
      fc,
      fn,
      queued,
      `${arn}: ${error instanceof ApiError ? `${error.code}: ${error.message}` : String(error)}`,
    );
    return false;
  }
}

/** `acs:mns:::/queues/q/messages`: what an ARN leaves out is the function's. */
function completeArn({ world }: Compute, fn: FunctionRecord, arn: string): string {
  const [acs, service, region, account, ...path] = arn.split(":");
  return [acs, service, region || fn.region, account || world.account, ...path].join(":");
}

function recordOf(fc: Compute, queued: QueuedInvocation, { condition, invoked, refusal }: Ending): object {
  const { world } = fc;
  const outcome = invoked?.result.outcome;
  return {
    timestamp: queued.enqueued,
    requestContext: {
      requestId: queued.requestId,
      functionArn: functionArn(world.account, queued.region, queued.functionName, queued.qualifier),
      condition,
      approximateInvokeCount: queued.failures + (condition === "Success" ? 1 : 0),
    },
    requestPayload: payloadText(unpackInput(world, queued.input)),
    responseContext: {
      statusCode: refusal?.status ?? 200,
      functionError: outcome?.kind === "error" ? outcome.type : (refusal?.code ?? ""),
    },
    responsePayload: outcome?.body.toString() ?? refusal?.message ?? "",
  };
}

async function send(
  fc: Compute,
  fn: FunctionRecord,
  queued: QueuedInvocation,
  arn: string,
  record: object,
): Promise<void> {
  const { world } = fc;
  const role = findVersion(fn, versionOf(fn, queued.qualifier)).settings.role;
  if (!role) throw denied("the function has no role");
  const actor = { service: SERVICE, role };
  const body = Buffer.from(JSON.stringify(record));
  const [, service, region = "", , path = ""] = arn.split(":");
  const [kind, name = "", qualifier] = path.replace(/^\//, "").split("/");
  const allow = (action: string) => world.identities.authorize(actor, action, arn);
  if (service !== "fc" && body.length > MESSAGE_LIMIT) throw tooLarge(MESSAGE_LIMIT);
  switch (kind) {
    case "queues":
      allow("mns:SendMessage");
      await world.queues.send({ region, queue: name }, body, actor);
      return;
    case "topics":
      allow("mns:PublishMessage");
      await world.topics.publish({ region, topic: name }, body, actor);
      return;
    case "eventbus":
      allow("eventbridge:PutEvents");
      await world.events.put({ region, bus: name }, [eventOf(fc, queued, record)], actor);
      return;
    case "functions":
      allow("fc:InvokeFunction");
      fc.async.enqueue({
        ...{ requestId: randomUUID(), region, functionName: name, qualifier: qualifier ?? LATEST },
        input: { kind: "event", payload: body },
      });
      return;
    default:
      throw invalid(`destination '${arn}' is of no known kind`);
  }
}

/** The record as an event. The vendor's pages don't give `source` and `type`. */
const eventOf = ({ world }: Compute, queued: QueuedInvocation, record: object): object => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "acs.fc",
  type: "fc:AsyncInvocation:Result",
  subject: functionArn(world.account, queued.region, queued.functionName, queued.qualifier),
  time: isoTime(world.clock.now()),
  datacontenttype: "application/json;charset=utf-8",
  data: record,
});

/** The function's own log is where one looks for what became of a record. */
function reportLoss(fc: Compute, fn: FunctionRecord, queued: QueuedInvocation, why: string): void {
  const { region, functionName, qualifier, requestId } = queued;
  const { settings } = fn.latest;
  const log = new RunLog(fc, { region, functionName, qualifier, versionId: LATEST, requestId, settings });
  log.line(`FC could not reach the destination ${why}`);
}
