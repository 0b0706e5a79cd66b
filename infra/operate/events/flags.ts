import { UserError } from "../../../model/errors.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { readText } from "../../../runtime/core/body.ts";

/** A field of a generator as an option of the command line. */
export interface EventFlag {
  /** Placeholder of the value in the help. */
  readonly value: string;
  readonly description: string;
  /** Field of the generator's input. Default: the flag's name. */
  readonly field?: string;
  /** @throws UserError for text that is none. */
  read(text: string): unknown;
}

type Flag = (description: string, field?: string) => EventFlag;

const reader =
  (value: string, read: (text: string) => unknown): Flag =>
  (description, field) => ({ value, description, read, ...(field !== undefined && { field }) });

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`"${text}" is not JSON.`, 'Quote it for the shell, for example \'{"id":"1"}\'.');
  }
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new UserError(`"${text}" is not a whole number.`, "Give a number such as 1.");
}

const text = reader("<text>", (given) => given);
const json = reader("<json>", readJson);
const count = reader("<number>", readCount);
const names = reader("<names>", (given) => given.split(",").map((name) => name.trim()));
const time = reader("<time>", (given) => given);
/** JSON objects and lists get JSON's content type. */
const content = reader("<text>", (given) => {
  const { data } = readText(given);
  return typeof data === "object" && data !== null ? data : given;
});

const stamp = {
  id: text("Id of the event. Default: a new one."),
  time: time("When it happened, as in RFC 3339. Default: now."),
};

/** The options of each kind's generator, by their names. */
export const eventFlags: {
  readonly [K in TriggerKind]: Readonly<Record<string, EventFlag>>;
} = {
  http: {
    method: text('Method. Default: "GET", or "POST" with a body.'),
    path: text('Path with query, or an address. Default: "/".'),
    headers: json("Headers, as an object."),
    body: content("Body."),
  },
  webhook: {
    ...stamp,
    sender: text('Whose scheme signs. Default: "standard".'),
    hmac: json('How sender "hmac" signs, as in the spec.'),
    secret: text('Secret that signs. Default: "test-secret".'),
    trigger: text("Name of the trigger."),
    headers: json("Headers, as an object."),
    body: text("Body."),
  },
  schedule: { ...stamp, trigger: text("Name of the trigger."), input: json("Its input.") },
  queue: {
    ...stamp,
    body: text("Body of the message."),
    queue: text("The cloud's name of the queue."),
    attributes: json("Attributes, as an object of strings."),
    receives: count("How often it was received. Default: 1."),
    group: text("Message group of a FIFO queue."),
    deduplicationId: text("Deduplication id of a FIFO queue."),
  },
  topic: {
    ...stamp,
    body: text("Body of the message."),
    topic: text("The cloud's name of the topic."),
    subject: text("Subject of the message."),
    attributes: json("Attributes, as an object of strings."),
  },
  bucket: {
    ...stamp,
    key: text("Key of the object."),
    bucket: text("The cloud's name of the bucket."),
    change: reader("<change>", readChange)('"created" or "removed". Default: "created".'),
    body: text("Content of the object: gives its size and ETag."),
    size: count("Bytes. Default: those of the body."),
    versionId: text("Version, in a versioned bucket."),
  },
  stream: {
    ...stamp,
    key: text("Partition key."),
    body: text("Content of the record."),
    stream: text("The cloud's name of the stream."),
    sequence: text("Sequence number."),
  },
  table: {
    ...stamp,
    row: json("The row after the change. Absent, with --before: it was deleted.", "after"),
    before: json("The row before the change. Absent: it was inserted."),
    key: names('Columns of the key, separated by commas. Default: "id".'),
    table: text("The cloud's name of the table."),
    sequence: text("Sequence number."),
  },
  bus: {
    ...stamp,
    source: text("Source of the event."),
    type: text("Type of the event."),
    data: json("Its data."),
    subject: text("Its subject."),
  },
  log: {
    ...stamp,
    message: text("The line."),
    log: text("Name of the log."),
    stream: text("The part of the log."),
  },
};

function readChange(given: string): string {
  if (given === "created" || given === "removed") return given;
  throw new UserError(`"${given}" is no change of a bucket.`, "Use created or removed.");
}
