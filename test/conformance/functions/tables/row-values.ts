/** Values that a handler writes into a row, and what every cloud does with them. The table of docs/values.md. */
export interface RowValueCase {
  /** The value, as JavaScript says it. */
  readonly shown: string;
  /** A row with the value. */
  row(id: string): Readonly<Record<string, unknown>>;
  /** `stored`: read back as it was written; `refused`: before anything is sent; else what is read back. */
  readonly result: "stored" | "refused" | { readonly shown: string; row(id: string): object };
}

class Money {
  constructor(readonly amount: number) {}
}
class Lines extends Array<number> {}
const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
// A list with a hole.
const sparse: number[] = [1];
sparse[2] = 3;

const stored = (shown: string, v: unknown): RowValueCase => ({ shown, row: (id) => ({ id, v }), result: "stored" });
const refused = (shown: string, v: unknown): RowValueCase => ({ shown, row: (id) => ({ id, v }), result: "refused" });
const as = (shown: string, v: unknown, result: string, read: object): RowValueCase => ({
  shown,
  row: (id) => ({ id, v }),
  result: { shown: result, row: (id) => ({ id, ...read }) },
});
const column = (shown: string, columns: object, result: "stored" | "refused"): RowValueCase => ({
  shown,
  row: (id) => ({ id, ...columns }),
  result,
});

export const rowValues: readonly RowValueCase[] = [
  stored('"text"', "text"),
  stored('""', ""),
  stored('"日本 🎉"', "日本 🎉"),
  stored('"a\\u0000b\\r\\n"', "a\u0000b\r\n"),
  refused('"\\ud800" (half of a surrogate pair)', "\ud800"),
  stored("true", true),
  stored("null", null),
  stored("0", 0),
  as("-0", -0, "read as 0", { v: 0 }),
  stored("1.5", 1.5),
  stored("1e-7", 1e-7),
  stored("Number.MAX_SAFE_INTEGER", Number.MAX_SAFE_INTEGER),
  refused("2 ** 60", 2 ** 60),
  refused("1e300", 1e300),
  refused("1e-200", 1e-200),
  refused("NaN", Number.NaN),
  refused("Infinity", Number.POSITIVE_INFINITY),
  stored("2n ** 60n", 2n ** 60n),
  stored("-(10n ** 38n) + 1n", -(10n ** 38n) + 1n),
  refused("10n ** 38n", 10n ** 38n),
  refused("5n (write 5)", 5n),
  stored("Uint8Array.of(0, 255)", Uint8Array.of(0, 255)),
  stored("new Uint8Array()", new Uint8Array()),
  as('Buffer.from("a")', Buffer.from("a"), "read as Uint8Array", { v: Uint8Array.of(97) }),
  refused("new ArrayBuffer(1)", new ArrayBuffer(1)),
  refused("new Float64Array(1)", new Float64Array(1)),
  stored("[]", []),
  stored('[1, "a", null, [true], { b: 2n ** 60n }]', [1, "a", null, [true], { b: 2n ** 60n }]),
  refused("[1, , 3]", sparse),
  refused("[undefined]", [undefined]),
  refused('"abc".match(/b/)', "abc".match(/b/)),
  refused("new (class extends Array {})()", new Lines()),
  stored("{}", {}),
  stored('{ "a b": { "ü.1": Uint8Array.of(1) } }', { "a b": { "ü.1": Uint8Array.of(1) } }),
  stored('{ $n: "5" }', { $n: "5" }),
  as("{ a: undefined }", { a: undefined }, "read as {}", { v: {} }),
  refused('{ "": 1 }', { "": 1 }),
  refused('{ ["__proto__"]: 1 }', JSON.parse('{"__proto__": 1}')),
  refused("{ [Symbol()]: 1 }", { [Symbol("s")]: 1 }),
  stored('new Set(["a", ""])', new Set(["a", ""])),
  stored("new Set([1, 2.5, 2n ** 60n])", new Set([1, 2.5, 2n ** 60n])),
  stored("new Set([Uint8Array.of(1)])", new Set([Uint8Array.of(1)])),
  refused("new Set()", new Set()),
  refused('new Set([1, "a"])', new Set([1, "a"])),
  refused("new Set([true])", new Set([true])),
  refused("new Set([Uint8Array.of(1), Uint8Array.of(1)])", new Set([Uint8Array.of(1), Uint8Array.of(1)])),
  refused("new Date(0)", new Date(0)),
  refused("new Map()", new Map()),
  refused("new Money(3) (a class of your own)", new Money(3)),
  refused("new Number(5)", Object(5)),
  refused("new URL(...)", new URL("https://example.com/x")),
  refused("new Error()", new Error("e")),
  refused("Promise.resolve(1)", Promise.resolve(1)),
  refused("() => 1", () => 1),
  refused("Symbol()", Symbol("s")),
  refused("{ at: [new Date(0)] }", { at: [new Date(0)] }),
  refused("an object that holds itself", cyclic),
  stored("31 lists in each other", nested(31)),
  refused("32 lists in each other", nested(32)),
  stored('"polyfn:json:1"', "polyfn:json:1"),
  as("undefined", undefined, "no column", {}),
  column("a column `first-name`", { "first-name": 1 }, "refused"),
  column("a column `__proto__`", JSON.parse('{"__proto__": 1}'), "refused"),
  column("a row of more than 400 KB", { v: "x".repeat(400 * 1024) }, "refused"),
  column("a key that is empty", { id: "" }, "refused"),
  column("a key of 1,025 bytes", { id: "k".repeat(1025) }, "refused"),
  column("a key of another type than its column", { id: 1 }, "refused"),
  column("no key", { id: undefined }, "refused"),
];
