import type { TriggerKind } from "../../model/triggers/index.ts";
import type { SecretClient } from "../clients.ts";
import { packJson } from "../core/pack-json.ts";
import type { Method } from "./codec.ts";
import { plainEvents } from "./event-json.ts";
import type { Invocation } from "./invocation.ts";
import { createLogger } from "./log.ts";
import { redacting, secretVariables } from "./redact.ts";

/** Message of the log lines that hold a recorded event. */
export const RECORDED = "polyfn.recorded";

/** Characters of an event in one line: in JSON at most 6 bytes each, and lines of 256 KB pass everywhere. */
const PART = 32_000;
/** Larger events are not recorded. */
const MOST_CHARACTERS = 1_000_000;

/** A part of a recorded event, in the field `recorded` of a log line. */
export interface RecordedPart {
  /** The same for all parts of an event. */
  readonly id: string;
  readonly kind: TriggerKind;
  /** Name of the trigger, where the cloud tells. */
  readonly trigger?: string | undefined;
  /** 0 is the first. */
  readonly part: number;
  readonly parts: number;
  /** This part of the event's JSON. Absent: the event is too large. */
  readonly json?: string;
  /** Characters of the whole JSON. */
  readonly size: number;
}

/**
 * Makes methods that write each event into the log before they handle it. An event that cannot be recorded is handled all
 * the same.
 * @param secrets Names of the secrets that the function may read: their values are taken out of every event.
 */
export const recorder =
  (secrets: readonly string[]) =>
  (kind: TriggerKind, method: Method): Method =>
  async (input, ctx) => {
    try {
      write(kind, await eventText(kind, input, ctx, secrets), ctx);
    } catch (error) {
      ctx.log.warn("The event could not be recorded.", { error });
    }
    return method(input, ctx);
  };

async function eventText(kind: TriggerKind, input: never, { resources }: Invocation, secrets: readonly string[]) {
  const plain = await plainEvents[kind](input);
  const values = await Promise.all(secrets.map((name) => (resources[name] as SecretClient).value()));
  return packJson(redacting([...values, ...secretVariables(process.env)])(plain));
}

function write(kind: TriggerKind, json: string, { requestId, trigger }: Invocation): void {
  const { info } = createLogger({ requestId }, undefined, "info");
  const head = { id: crypto.randomUUID(), kind, trigger: trigger.name, size: json.length };
  const parts = json.length > MOST_CHARACTERS ? 0 : Math.ceil(json.length / PART);
  if (parts === 0) info(RECORDED, { recorded: { ...head, part: 0, parts } satisfies RecordedPart });
  for (let part = 0; part < parts; part++) {
    const text = json.slice(part * PART, (part + 1) * PART);
    info(RECORDED, { recorded: { ...head, part, parts, json: text } satisfies RecordedPart });
  }
}
