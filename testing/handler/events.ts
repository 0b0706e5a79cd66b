import { events } from "../../infra/operate/events/index.ts";
import type { ResolvedApp, ResolvedTrigger } from "../../model/resolve.ts";
import { keyNames } from "../../runtime/core/table-input.ts";
import type { BucketEvent, BusEvent, LogBatch, ScheduleEvent, TopicEvent, WebhookEvent } from "../../runtime/events.ts";
import type { Deliveries } from "./delivered.ts";
import type { Inputs } from "./inputs.ts";

/** True for a single event as a handler gets it. */
const isComplete = <Event extends object>(input: Event | object): input is Event => "specversion" in input;

/** True for a batch as a handler gets it, in place of a list of what its items are made from. */
const isBatch = <Batch extends object>(input: Batch | readonly object[]): input is Batch => !Array.isArray(input);

/** Makes the events that a handler gets from what a test says of them. Identifiers count up, so that snapshots agree. */
export class EventMaker {
  #serial = 0;

  constructor(
    private readonly app: ResolvedApp,
    /** The content of an object, if it is there. */
    private readonly contentOf: (bucket: string, key: string) => Promise<Uint8Array | undefined>,
  ) {}

  schedule({ name, spec }: ResolvedTrigger<"schedule">, input: Inputs["schedule"]): ScheduleEvent {
    if (isComplete<ScheduleEvent>(input)) return input;
    return events.schedule({ trigger: name, input: spec.input as unknown, ...this.#numbered(input) });
  }

  queue({ spec }: ResolvedTrigger<"queue">, input: Inputs["queue"]): Deliveries["queue"] {
    if (isBatch(input)) return input.messages;
    return events.queue(...input.map((one) => ({ queue: spec.queue, ...this.#numbered(one) }))).messages;
  }

  topic({ spec }: ResolvedTrigger<"topic">, input: Inputs["topic"]): TopicEvent {
    return isComplete<TopicEvent>(input) ? input : events.topic({ topic: spec.topic, ...this.#numbered(input) });
  }

  async bucket({ spec }: ResolvedTrigger<"bucket">, input: Inputs["bucket"]): Promise<BucketEvent> {
    if (isComplete<BucketEvent>(input)) return input;
    const given = { bucket: spec.bucket, ...this.#numbered(input) };
    if (given.change === "removed") return events.bucket(given);
    const body = await this.contentOf(spec.bucket, given.key ?? "");
    return events.bucket({ ...(body && { body }), ...given });
  }

  stream({ spec }: ResolvedTrigger<"stream">, input: Inputs["stream"]): Deliveries["stream"] {
    if (isBatch(input)) return input.records;
    return events.stream(...input.map((one) => ({ stream: spec.stream, ...this.#numbered(one) }))).records;
  }

  table({ spec }: ResolvedTrigger<"table">, input: Inputs["table"]): Deliveries["table"] {
    if (isBatch(input)) return input.records;
    const resource = this.app.resources.get(spec.table);
    const key = resource?.kind === "table" ? keyNames(resource.spec.key) : [];
    return events.table(...input.map((one) => ({ table: spec.table, key, ...this.#numbered(one) }))).records;
  }

  bus(_: ResolvedTrigger<"bus">, input: Inputs["bus"]): BusEvent {
    return isComplete<BusEvent>(input) ? input : events.bus(this.#numbered(input));
  }

  log({ spec }: ResolvedTrigger<"log">, input: Inputs["log"]): LogBatch {
    if (isBatch(input)) return input;
    return events.log(...input.map((one) => ({ log: spec.function ?? "existing", ...this.#numbered(one) })));
  }

  /** @param secret The signing secret, for a call that is not complete. */
  webhook(
    { name, spec }: ResolvedTrigger<"webhook">,
    input: Inputs["webhook"],
    secret: () => string,
  ): Deliveries["webhook"] {
    const { sender, hmac } = spec;
    const made = { trigger: name, sender, ...(hmac && { hmac }) };
    const event: WebhookEvent = isComplete<WebhookEvent>(input)
      ? input
      : events.webhook({ secret: secret(), ...made, ...this.#numbered(input) });
    return { headers: event.data.headers, body: event.data.raw };
  }

  #numbered<Input extends { readonly id?: string }>(input: Input): Input {
    return { ...input, id: input.id ?? `test-${++this.#serial}` };
  }
}
