/** Values that a handler sends as JSON, and what every cloud does with them. A table of docs/values.md. */
export interface SentValueCase {
  /** The value, as JavaScript says it. */
  readonly shown: string;
  make(): unknown;
  /** `sent`: received as it was; `refused`: before anything is sent; else what is received. */
  readonly result: "sent" | "refused" | { readonly shown: string; readonly value: unknown };
}

class Order {
  constructor(readonly id: number) {}
}
class Hidden {
  readonly #id = 1;
  get id(): number {
    return this.#id;
  }
}
function cyclic(): object {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}
/** Bytes whose memory belongs to somebody else now. */
function detached(): Uint8Array {
  const bytes = Uint8Array.of(1);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const sent = (shown: string, value: unknown): SentValueCase => ({ shown, make: () => value, result: "sent" });
const refused = (shown: string, make: () => unknown): SentValueCase => ({ shown, make, result: "refused" });
const as = (shown: string, given: unknown, words: string, value: unknown): SentValueCase => ({
  shown,
  make: () => given,
  result: { shown: words, value },
});

export const sentValues: readonly SentValueCase[] = [
  sent('"text"', "text"),
  sent('""', ""),
  sent('"日本 🎉"', "日本 🎉"),
  sent('"a\\u0000b\\r\\n"', "a\u0000b\r\n"),
  sent('"\\ud800\\ufffe"', "\ud800\ufffe"),
  sent('"eyJhIjoxfQ==" (Base64 of JSON)', "eyJhIjoxfQ=="),
  sent('"[1]" (text that is JSON)', "[1]"),
  sent("true", true),
  sent("null", null),
  sent("1e300", 1e300),
  as("-0", -0, "received as 0", 0),
  sent("2 ** 60", 2 ** 60),
  sent('[1, "a", null, { b: [] }]', [1, "a", null, { b: [] }]),
  as("{ a: undefined }", { a: undefined }, "received as {}", {}),
  as("undefined", undefined, "received as null", null),
  as("new Date(0)", new Date(0), "received as its toISOString()", new Date(0).toISOString()),
  as("new Order(3) (a class of your own)", new Order(3), "received as { id: 3 }", { id: 3 }),
  refused("a class whose fields are private", () => new Hidden()),
  refused("new Date(NaN)", () => new Date(Number.NaN)),
  refused("5n", () => 5n),
  refused("NaN", () => Number.NaN),
  refused("{ at: [Infinity] }", () => ({ at: [Number.POSITIVE_INFINITY] })),
  refused("[undefined]", () => [undefined]),
  refused("[1, , 3]", () => Object.assign([1], { 2: 3 })),
  refused("new Map()", () => new Map([["a", 1]])),
  refused("new Set()", () => new Set([1])),
  refused("new Error()", () => new Error("x")),
  refused("Uint8Array.of(1)", () => Uint8Array.of(1)),
  refused('Buffer.from("a")', () => Buffer.from("a")),
  refused("a Uint8Array whose memory was transferred", detached),
  refused("new ArrayBuffer(1)", () => new ArrayBuffer(1)),
  refused("Promise.resolve(1)", () => Promise.resolve(1)),
  refused("() => 1", () => () => 1),
  refused("Symbol()", () => Symbol("x")),
  refused("an object that holds itself", cyclic),
];
