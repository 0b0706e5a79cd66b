/** A message's body as any sender may put it, and what its reader finds. */
export interface MessageRow {
  readonly title: string;
  /** As it is sent. */
  readonly body: string;
  readonly data: unknown;
  /** The text that `data` was parsed from. Default: the body. */
  readonly text?: string;
}

const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString("base64");

/** Each row is read by each trigger and by `receive()` on each server. */
export const MESSAGES: readonly MessageRow[] = [
  { title: "a JSON object", body: '{"order":7}', data: { order: 7 } },
  { title: "JSON with spaces", body: ' {"order": 7} ', data: { order: 7 } },
  { title: "a JSON string", body: '"abcd"', data: "abcd" },
  { title: "a JSON number", body: "1234", data: 1234 },
  { title: "JSON null", body: "null", data: null },
  { title: "a number beyond 2^53", body: '{"id":9007199254740993}', data: { id: 9007199254740992 } },
  { title: "text", body: "order 7: é 漢 🙂", data: "order 7: é 漢 🙂" },
  { title: "text that looks like Base64", body: "abcd", data: "abcd" },
  { title: "text that is Base64 of text", body: "Kiss", data: "Kiss" },
  { title: "Base64 of a JSON object", body: base64('{"order":7}'), data: { order: 7 }, text: '{"order":7}' },
  { title: "Base64 of a JSON list", body: base64('["é"]'), data: ["é"], text: '["é"]' },
  { title: "Base64 of text", body: base64("order 7"), data: base64("order 7") },
  { title: "Base64 of bytes", body: base64(Uint8Array.of(0xff, 0, 1)), data: base64(Uint8Array.of(0xff, 0, 1)) },
  { title: "Base64 without its padding", body: "eyJvcmRlciI6N30", data: "eyJvcmRlciI6N30" },
];
