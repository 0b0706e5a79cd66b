import type { NewRecord, PublishOptions, SendOptions } from "../clients.ts";
import { checkWhole, isIllFormed, refuse } from "./input.ts";

/** What a client sends to a queue or topic, beside the data. */
type Attributes = Readonly<Record<string, string>> | undefined;

const MAX_ATTRIBUTES = 10;
const ATTRIBUTE_NAME = /^[\w-]{1,256}$/;
/** Characters that XML can say, in which messages travel. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ID = /^[\x21-\x7e]{1,128}$/;

/** Checks attributes of a message. @throws InvalidInputError */
function checkAttributes(place: string, attributes: Attributes, at = ""): void {
  const all = Object.entries(attributes ?? {});
  if (all.length > MAX_ATTRIBUTES)
    refuse(place, `${at}attributes`, `are ${all.length}: at most ${MAX_ATTRIBUTES} are allowed`);
  for (const [name, value] of all) {
    const path = `${at}attributes.${name}`;
    if (!ATTRIBUTE_NAME.test(name)) {
      refuse(place, path, "has a name with other characters than letters, digits, _ and -");
    }
    if (typeof value !== "string" || value === "" || isIllFormed(value) || NOT_XML.test(value)) {
      refuse(place, path, `is ${JSON.stringify(value)}: values are text that is not empty, without control characters`);
    }
  }
}

/**
 * Checks how a message is to be sent.
 * @param at Where the options are, for example `messages[2].`.
 * @throws InvalidInputError
 */
export function checkSend(place: string, isFifo: boolean, options: SendOptions, at = ""): void {
  const { delay, group, deduplicationId, attributes } = options;
  checkAttributes(place, attributes, at);
  checkWhole(place, `${at}delay`, delay, 0, 900);
  if (isFifo && delay !== undefined)
    refuse(place, `${at}delay`, "is for standard queues: a FIFO queue has one delay for all");
  if (isFifo && group === undefined)
    refuse(place, `${at}group`, "is missing: a FIFO queue orders messages by their group");
  for (const [path, id] of Object.entries({ group, deduplicationId })) {
    if (id === undefined) continue;
    if (!isFifo) refuse(place, at + path, "is for FIFO queues: set fifo on the queue");
    if (typeof id !== "string" || !ID.test(id)) {
      refuse(
        place,
        at + path,
        `is ${JSON.stringify(id)}: it has 1 to 128 letters, digits and punctuation marks of ASCII`,
      );
    }
  }
}

export function checkReceive(place: string, { max, wait }: { readonly max?: number; readonly wait?: number }): void {
  checkWhole(place, "max", max, 1, 10);
  checkWhole(place, "wait", wait, 0, 20);
}

/** Checks how a message is to be published. @throws InvalidInputError */
export function checkPublish(place: string, { subject, attributes }: PublishOptions, at = ""): void {
  checkAttributes(place, attributes, at);
  if (subject === undefined || /^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) return;
  refuse(place, `${at}subject`, `is ${JSON.stringify(subject)}: it has 1 to 100 printable ASCII characters`);
}

/** Checks the keys of a stream's records. @throws InvalidInputError */
export function checkRecords(place: string, records: readonly NewRecord[]): void {
  for (const [index, { key }] of records.entries()) {
    if (typeof key === "string" && key !== "" && !isIllFormed(key) && [...key].length <= 256) continue;
    refuse(place, `records[${index}].key`, "must be a string of 1 to 256 characters");
  }
}
