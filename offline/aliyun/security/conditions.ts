import { BlockList, isIP } from "node:net";

/** Values of condition keys; keys are the same in any case. A key with an unknown value is absent. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** `{StringEquals: {"acs:SourceIp": [...]}}`, checked when the policy was parsed. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Compares one value of the request with one of the policy. */
type Compare = (found: string, wanted: string) => boolean;

const numeric =
  (holds: (a: number, b: number) => boolean): Compare =>
  (found, wanted) =>
    holds(Number(found), Number(wanted));

const date =
  (holds: (a: number, b: number) => boolean): Compare =>
  (found, wanted) =>
    holds(Date.parse(found), Date.parse(wanted));

const equals: Compare = (found, wanted) => found === wanted;
const equalsIgnoreCase: Compare = (found, wanted) => found.toLowerCase() === wanted.toLowerCase();
const like: Compare = (found, wanted) => glob(wanted).test(found);

/** Each operator tests one value of the policy. The negated operators require that no value passes. */
const operators: Readonly<Record<string, Compare>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringLike: like,
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
  Bool: equalsIgnoreCase,
  IpAddress: isWithin,
};

const negated: Readonly<Record<string, Compare>> = {
  StringNotEquals: equals,
  StringNotEqualsIgnoreCase: equalsIgnoreCase,
  StringNotLike: like,
  NumericNotEquals: numeric((a, b) => a === b),
  DateNotEquals: date((a, b) => a === b),
  NotIpAddress: isWithin,
};

/** True if a policy may use an operator of this name. */
export const isOperator = (name: string): boolean => Object.hasOwn(operators, name) || Object.hasOwn(negated, name);

/** True if every operator holds for every key. A key the request has no value for fails, but for negated operators. */
export function holds(conditions: Conditions, context: Context): boolean {
  const known = new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const found = known.get(key.toLowerCase()) ?? [];
      const some = (compare: Compare) => found.some((value) => wanted.some((one) => compare(value, one)));
      const positive = operators[operator];
      if (positive) return some(positive);
      const negative = negated[operator];
      return negative !== undefined && !some(negative);
    }),
  );
}

/** An expression for text in which `*` stands for any characters and `?` for one. */
export function glob(pattern: string, flags = ""): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`);
}

function isWithin(address: string, range: string): boolean {
  const [network = "", bits] = range.split("/");
  const kind = isIP(network);
  if (kind === 0 || isIP(address) !== kind) return false;
  const family = kind === 4 ? "ipv4" : "ipv6";
  const prefix = bits === undefined ? (kind === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (kind === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}
