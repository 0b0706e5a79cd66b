import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeHeader, encodeMetadata } from "../../runtime/core/objects.ts";

it("metadata is encoded as printable ASCII in words of at most 75 characters, and decoded unchanged", () => {
  const text = fc
    .string({ unit: "binary", minLength: 1, maxLength: 100 })
    .filter((value) => !/\p{Surrogate}|\p{Cc}|=\?|\?=/u.test(value) && value.trim() === value);
  fc.assert(
    fc.property(text, (value) => {
      const sent = encodeMetadata('bucket "b"', { by: value })?.by ?? "";
      expect(sent).toMatch(/^[\x20-\x7e]+$/);
      for (const word of sent.match(/=\?[^ ]*\?=/g) ?? []) expect(word.length).toBeLessThanOrEqual(75);
      expect(decodeHeader(sent)).toBe(value);
    }),
  );
});

it.each([
  ["plain, 100%", "plain, 100%"],
  ["caf%C3%A9", "caf%C3%A9"],
  ["=?UTF-8?Q?caf=C3=A9_au_lait?=", "café au lait"],
  ["=?utf-8?b?w6k=?= =?utf-8?b?w6k=?=", "éé"],
  ["=?ISO-8859-1?Q?=E9?=", "=?ISO-8859-1?Q?=E9?="],
  // Bytes of UTF-8, and of Latin-1, as HTTP clients give them.
  ["\u00e6\u0097\u00a5", "日"],
  ["\u00e9", "é"],
])("a header %j of other programs is decoded as %j", (sent, read) => {
  expect(decodeHeader(sent)).toBe(read);
});
