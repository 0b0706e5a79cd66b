/** Pulumi's wire form of special values: the key that marks them, and their marks. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const MARKS: Readonly<Record<string, (value: Readonly<Record<string, unknown>>) => unknown>> = {
  "1b47061264138c4ac30d75fd1eb44270": ({ value }) => ({ "(secret)": readable(value) }),
  c44067f5952c0a294b673a41bacd8c17: ({ path, text, uri }) => ({ "(asset)": path ?? text ?? uri }),
  "0def7320c3a5731c473e5ecbe6d01bc7": ({ path, uri }) => ({ "(archive)": path ?? uri }),
  "5cf8f73096256a8f31e491e813e4eb8e": ({ urn }) => ({ "(resource)": urn }),
};

/** True if it is an object, and no list. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same object with its keys sorted. */
export const sorted = <T>(value: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * An input as a kept plan shows it, with keys sorted: special values as `{ "(secret)": ... }` and the like, and JSON in a
 * string as `{ "(json)": ... }`, in which keys keep their order, because the cloud is sent the string.
 */
export function readable(value: unknown): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map(readable);
  if (!isRecord(value)) return value;
  const mark = typeof value[SIGNATURE] === "string" ? MARKS[value[SIGNATURE]] : undefined;
  if (mark !== undefined) return mark(value);
  return mapped(sorted(value), readable);
}

/** JSON is shown as what it says where that loses nothing of the string. */
function text(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return JSON.stringify(parsed) === value ? { "(json)": inJson(parsed) } : value;
  } catch {
    return value;
  }
}

/** Strings in JSON may be JSON again. */
function inJson(value: unknown): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map(inJson);
  if (!isRecord(value)) return value;
  return mapped(value, inJson);
}

const mapped = (value: Readonly<Record<string, unknown>>, by: (item: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, by(item)]));

const WIDTH = 120;

/** JSON text in which whatever fits into one line has one: short to keep, and a change is seen in the line it is in. */
export function print(value: unknown, indent = ""): string {
  const line = inline(value);
  if (typeof value !== "object" || value === null || indent.length + line.length <= WIDTH) return line;
  const inner = `${indent}  `;
  const items = itemsOf(value, (item) => print(item, inner)).map((item) => `\n${inner}${item}`);
  const [open, close] = bracketsOf(value);
  return `${open}${items.join(",")}\n${indent}${close}`;
}

/** JSON text in one line, with spaces between its parts. */
function inline(value: unknown): string {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return JSON.stringify(value);
  const items = itemsOf(value, inline).join(", ");
  return Array.isArray(value) ? `[${items}]` : `{ ${items} }`;
}

const bracketsOf = (value: object): readonly [string, string] => (Array.isArray(value) ? ["[", "]"] : ["{", "}"]);

const itemsOf = (value: object, text: (item: unknown) => string): string[] =>
  Array.isArray(value)
    ? value.map(text)
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${text(item)}`);

/** A line for each place in which two values differ. */
export function differences(kept: unknown, made: unknown, path = ""): string[] {
  if (isTexts(kept) && isTexts(made)) return textDifferences(kept, made, path);
  if (Array.isArray(kept) && Array.isArray(made)) {
    const longest = kept.length > made.length ? kept : made;
    return longest.flatMap((_, index) => differences(kept[index], made[index], `${path}[${index}]`));
  }
  if (isRecord(kept) && isRecord(made)) {
    const keys = [...new Set([...Object.keys(kept), ...Object.keys(made)])];
    return keys.flatMap((key) => differences(kept[key], made[key], `${path}${step(key)}`));
  }
  if (JSON.stringify(kept) === JSON.stringify(made)) return [];
  if (made === undefined) return [`${path} is gone; it was ${short(kept)}`];
  if (kept === undefined) return [`${path} is new: ${short(made)}`];
  return [`${path} was ${short(kept)}, is ${short(made)}`];
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

function textDifferences(kept: readonly string[], made: readonly string[], path: string): string[] {
  if (JSON.stringify(kept) === JSON.stringify(made)) return [];
  const gone = kept.filter((item) => !made.includes(item)).map((item) => `${path} lacks ${JSON.stringify(item)}`);
  const more = made.filter((item) => !kept.includes(item)).map((item) => `${path} also has ${JSON.stringify(item)}`);
  return gone.length + more.length > 0
    ? [...gone, ...more]
    : [`${path} has another order: was ${short(kept)}, is ${short(made)}`];
}

const step = (key: string): string => (/^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

function short(value: unknown): string {
  const line = JSON.stringify(value);
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH)}...`;
}
