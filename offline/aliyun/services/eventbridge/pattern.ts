import { BlockList, isIP } from "node:net";
import { ApiError } from "../../core/error.ts";

/** A filter pattern, checked. https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-patterns */
export interface Pattern {
  readonly fields: readonly (readonly [name: string, Pattern | readonly Condition[]])[];
}

/** True if a value fits; `present` is false where the event hasn't the field. */
type Condition = (value: unknown, present: boolean) => boolean;

/** @throws ApiError for what the vendor refuses. */
export function readPattern(text: string): Pattern {
  const value = parse(text);
  if (!isObject(value)) throw refused("it must be a JSON object");
  return readFields(value, "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("it is no JSON");
  }
}

function readFields(object: Record<string, unknown>, path: string): Pattern {
  return {
    fields: Object.entries(object).map(([name, value]) => {
      const where = path === "" ? name : `${path}.${name}`;
      if (isObject(value)) return [name, readFields(value, where)];
      if (!Array.isArray(value) || value.length === 0)
        throw refused(`${where} must be a list of at least one condition`);
      return [name, value.map((one: unknown) => readCondition(one, where))];
    }),
  };
}

function readCondition(value: unknown, where: string): Condition {
  if (!isObject(value)) {
    if (Array.isArray(value)) throw refused(`${where} has a list inside its list`);
    return (found, present) => present && found === value;
  }
  const [[operator, wanted] = ["", undefined], ...more] = Object.entries(value);
  const read = operators[operator];
  if (!read || more.length > 0) {
    throw refused(`${where} must have one of ${Object.keys(operators).join(", ")}, not ${JSON.stringify(value)}`);
  }
  return read(wanted, where);
}

const operators: Readonly<Record<string, (wanted: unknown, where: string) => Condition>> = {
  prefix: (wanted, where) => {
    const texts = textsOf(wanted, where);
    return (found) => typeof found === "string" && texts.some((text) => found.startsWith(text));
  },
  suffix: (wanted, where) => {
    const texts = textsOf(wanted, where);
    return (found) => typeof found === "string" && texts.some((text) => found.endsWith(text));
  },
  contains: (wanted, where) => {
    const texts = textsOf(wanted, where);
    return (found) => typeof found === "string" && texts.some((text) => found.includes(text));
  },
  wildcard: (wanted, where) => {
    const texts = textsOf(wanted, where).map(wildcard);
    return (found) => typeof found === "string" && texts.some((text) => text.test(found));
  },
  "equals-ignore-case": (wanted, where) => {
    const texts = textsOf(wanted, where).map((text) => text.toLowerCase());
    return (found) => typeof found === "string" && texts.includes(found.toLowerCase());
  },
  "anything-but": (wanted, where) => {
    const unwanted = [wanted].flat().map((one: unknown) => readCondition(one, where));
    return (found, present) => present && !unwanted.some((condition) => condition(found, present));
  },
  exists: (wanted, where) => {
    if (typeof wanted !== "boolean") throw refused(`${where}: exists must be true or false`);
    return (_found, present) => present === wanted;
  },
  numeric: readNumeric,
  cidr: (wanted, where) => {
    const blocks = textsOf(wanted, where).map((text) => readBlock(text, where));
    return (found) => typeof found === "string" && isIP(found) === 4 && blocks.some((block) => block.check(found));
  },
};

function textsOf(wanted: unknown, where: string): string[] {
  const texts = [wanted].flat();
  if (texts.length > 0 && texts.every((text) => typeof text === "string")) return texts;
  throw refused(`${where} needs text`);
}

const wildcard = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\*", ".*")}$`, "s");

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `[">", 0, "<=", 5]`: all of them. */
function readNumeric(wanted: unknown, where: string): Condition {
  const parts = Array.isArray(wanted) ? (wanted as unknown[]) : [];
  if (parts.length === 0 || parts.length % 2 !== 0)
    throw refused(`${where}: numeric must be a list like [">", 0, "<=", 5]`);
  const tests = Array.from({ length: parts.length / 2 }, (_, index) => {
    const compare = comparisons[String(parts[index * 2])];
    const bound = parts[index * 2 + 1];
    if (!compare || typeof bound !== "number")
      throw refused(`${where}: numeric has =, !=, <, <=, >, >= before each number`);
    return (value: number) => compare(value, bound);
  });
  return (found) => typeof found === "number" && tests.every((test) => test(found));
}

function readBlock(text: string, where: string): BlockList {
  const [address = "", bits] = text.split("/");
  const length = Number(bits);
  if (isIP(address) !== 4 || !Number.isInteger(length) || length < 0 || length > 32) {
    throw refused(`${where}: cidr must be like 10.0.0.0/24`);
  }
  const block = new BlockList();
  block.addSubnet(address, length);
  return block;
}

/** True if the event has what the pattern asks for, field by field. */
export function matches({ fields }: Pattern, event: unknown): boolean {
  return fields.every(([name, expected]) => {
    const present = isObject(event) && Object.hasOwn(event, name);
    const value = present ? event[name] : undefined;
    if ("fields" in expected) {
      // A list of objects fits when one of them does; what isn't there still fits "doesn't exist".
      return Array.isArray(value) ? value.some((one) => matches(expected, one)) : matches(expected, value);
    }
    const conditions = expected as readonly Condition[];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return conditions.some((condition) => values.some((one) => condition(one, present)));
  });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refused = (reason: string): ApiError =>
  new ApiError(400, "InvalidFilterPattern", `The filter pattern is invalid: ${reason}.`);
