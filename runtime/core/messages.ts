import type { NewBusEvent, NewRecord, PublishOptions, SendOptions } from "../clients.ts";
import {
  anything,
  type Check,
  checkBytes,
  checkFields,
  checkItems,
  checkText,
  isIllFormed,
  isPlainObject,
  mustBe,
  refuse,
  whole,
} from "./input.ts";
import { checkJson } from "./json.ts";

const MAX_ATTRIBUTES = 10;
const ATTRIBUTE_NAME = /^[\w-]{1,256}$/;
/** Characters that XML can say, in which messages travel. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ID = /^[\x21-\x7e]{1,128}$/;
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

/** Checks attributes of a message. */
const checkAttributes: Check = (place, path, attributes) => {
  if (!isPlainObject(attributes)) mustBe(place, path, attributes, "a plain object");
  const all = Object.entries(attributes);
  if (all.length > MAX_ATTRIBUTES) refuse(place, path, `are ${all.length}: at most ${MAX_ATTRIBUTES} are allowed`);
  for (const [name, value] of all) {
    const at = `${path}.${name}`;
    if (!ATTRIBUTE_NAME.test(name)) refuse(place, at, "has a name with other characters than letters, digits, _ and -");
    const allowed = "text that is not empty, without control characters";
    if (typeof value !== "string") mustBe(place, at, value, allowed);
    if (value === "" || isIllFormed(value) || NOT_XML.test(value))
      refuse(place, at, `is ${JSON.stringify(value)}: it must be ${allowed}`);
  }
};

/** A string that fits a pattern. */
const fitting =
  (pattern: RegExp, allowed: string): Check =>
  (place, path, value) => {
    if (typeof value !== "string") mustBe(place, path, value, `a string of ${allowed}`);
    if (!pattern.test(value)) refuse(place, path, `is ${JSON.stringify(value)}: it must have ${allowed}`);
  };
const checkId = fitting(ID, "1 to 128 letters, digits and punctuation marks of ASCII");

const SEND = { delay: whole(0, 900), group: checkId, deduplicationId: checkId, attributes: checkAttributes };
const PUBLISH = { subject: fitting(SUBJECT, "1 to 100 printable ASCII characters"), attributes: checkAttributes };

/** Rules between a queue and how a message is sent to it. @param start Of paths, for example `messages[2].`. */
function checkFifo(
  place: string,
  isFifo: boolean,
  { delay, group, deduplicationId }: SendOptions,
  start: string,
): void {
  if (isFifo && delay !== undefined)
    refuse(place, `${start}delay`, "is for standard queues: a FIFO queue has one delay for all");
  if (isFifo && group === undefined)
    refuse(place, `${start}group`, "is missing: a FIFO queue orders messages by their group");
  if (isFifo) return;
  for (const [name, id] of Object.entries({ group, deduplicationId }))
    if (id !== undefined) refuse(place, start + name, "is for FIFO queues: set fifo on the queue");
}

/** Checks a message and how it is to be sent. @throws InvalidInputError */
export function checkSend(place: string, isFifo: boolean, data: unknown, options: SendOptions): void {
  checkFields(place, "options", options, SEND, true);
  checkFifo(place, isFifo, options, "");
  checkJson(place, "data", data);
}

/** Checks a message and how it is to be published. @throws InvalidInputError */
export function checkPublish(place: string, data: unknown, options: PublishOptions): void {
  checkFields(place, "options", options, PUBLISH, true);
  checkJson(place, "data", data);
}

/** Checks an item with `data` and the fields beside it. */
function checkItem(place: string, path: string, item: unknown, fields: Readonly<Record<string, Check>>): void {
  checkFields(place, path, item, { data: anything, ...fields });
  const { data } = item as { data?: unknown };
  if (!("data" in (item as object))) refuse(place, `${path}.data`, "is missing");
  checkJson(place, `${path}.data`, data);
}

export const checkSendBatch = (place: string, isFifo: boolean, messages: unknown): void =>
  checkItems(place, "messages", messages, (_, path, item) => {
    checkItem(place, path, item, SEND);
    checkFifo(place, isFifo, item as SendOptions, `${path}.`);
  });

export const checkPublishBatch = (place: string, messages: unknown): void =>
  checkItems(place, "messages", messages, (_, path, item) => checkItem(place, path, item, PUBLISH));

export const checkReceive = (place: string, options: unknown): void =>
  checkFields(place, "options", options, { max: whole(1, 10), wait: whole(0, 20) }, true);

/** One item, or a list of them. */
const listOf = <T>(given: T | readonly T[]): readonly T[] => (Array.isArray(given) ? given : [given as T]);

/** Records to put, checked. @throws InvalidInputError */
export function recordsOf(place: string, given: NewRecord | readonly NewRecord[]): readonly NewRecord[] {
  const records = listOf(given);
  checkItems(place, "records", records, (_, path, record) => {
    checkFields(place, path, record, { key: anything, data: anything });
    const { key, data } = record as NewRecord;
    if (typeof key !== "string") mustBe(place, `${path}.key`, key, "a string of 1 to 256 characters");
    if (key === "" || isIllFormed(key) || [...key].length > 256)
      refuse(place, `${path}.key`, "must be a string of 1 to 256 characters");
    if (data instanceof Uint8Array) checkBytes(place, `${path}.data`, data);
    else checkItem(place, path, record, { key: anything });
  });
  return records;
}

const checkTime: Check = (place, path, value) => {
  if (!(value instanceof Date)) mustBe(place, path, value, "a Date");
  if (Number.isNaN(value.getTime())) refuse(place, path, "is an invalid Date");
};
const checkWord: Check = (place, path, value) => {
  checkText(place, path, value);
  if (value === "" || isIllFormed(value as string)) refuse(place, path, "must be a string that is not empty");
};

/** A string of limited length. */
const wordUpTo =
  (max: number): Check =>
  (place, path, value) => {
    checkWord(place, path, value);
    const { length } = [...(value as string)];
    if (length > max) refuse(place, path, `has ${length} characters: at most ${max} are allowed`);
  };

/** The most that every cloud takes. */
const checkType = wordUpTo(64);
const checkSource = wordUpTo(128);

/**
 * Events to put, checked.
 * @param reserved What sources of the cloud's own services begin with, which only these services may use. Default: none.
 * @throws InvalidInputError
 */
export function eventsOf(
  place: string,
  given: NewBusEvent | readonly NewBusEvent[],
  reserved?: string,
): readonly NewBusEvent[] {
  const events = listOf(given);
  checkItems(place, "events", events, (_, path, event) => {
    checkItem(place, path, event, { type: checkType, source: checkSource, time: checkTime });
    if (reserved !== undefined && (event as NewBusEvent).source?.startsWith(reserved))
      refuse(place, `${path}.source`, `begins with "${reserved}", which this cloud keeps for its own services`);
    if ((event as NewBusEvent).type === undefined) mustBe(place, `${path}.type`, undefined, "a string");
  });
  return events;
}
