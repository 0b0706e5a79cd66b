import { hasUnknown } from "../../server/wire.ts";
import type { TypeTable } from "../../table.ts";

type Inputs = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Inputs =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const records = (value: unknown): Inputs[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const quoted = (names: Iterable<string>) => [...names].map((name) => `"${name}"`).join(", ");

/** Names that are keys of the table or of one of its indexes. */
function keys(inputs: Inputs): Set<string> {
  const globals = records(inputs.globalSecondaryIndexes);
  const values = [
    inputs.hashKey,
    inputs.rangeKey,
    ...records(inputs.localSecondaryIndexes).map((index) => index.rangeKey),
    ...globals.flatMap((index) => [index.hashKey, index.rangeKey]),
    ...globals.flatMap((index) => records(index.keySchemas).map((element) => element.attributeName)),
  ];
  return new Set(values.filter((value) => typeof value === "string" && value !== "") as string[]);
}

/** Keys and attributes can be compared only when all of them are known. */
const keysUnknown = (inputs: Inputs) =>
  hasUnknown([
    inputs.attributes,
    inputs.hashKey,
    inputs.rangeKey,
    inputs.localSecondaryIndexes,
    inputs.globalSecondaryIndexes,
  ]);

/** A table that is created from another table's data takes its keys and capacity from there. */
const isCopy = (inputs: Inputs) =>
  ["restoreSourceName", "restoreSourceTableArn", "restoreBackupArn"].some((name) => inputs[name] !== undefined);

/** The custom diff of the real provider's table, and the checks of AWS at creation. */
export const tableRules: NonNullable<TypeTable["rules"]> = [
  (inputs) => {
    if (keysUnknown(inputs)) return undefined;
    const used = keys(inputs);
    const unused = records(inputs.attributes).flatMap(({ name }) =>
      typeof name === "string" && !used.has(name) ? [name] : [],
    );
    return unused.length > 0
      ? `All attributes must be keys of the table or of an index; ${quoted(unused)} is not one.`
      : undefined;
  },
  (inputs) => {
    if (isCopy(inputs) || keysUnknown(inputs)) return undefined;
    const defined = new Set(records(inputs.attributes).map(({ name }) => name));
    const missing = [...keys(inputs)].filter((name) => !defined.has(name));
    return missing.length > 0
      ? `All keys must be defined in attributes, with their type; ${quoted(missing)} is not.`
      : undefined;
  },
  (inputs) =>
    inputs.streamEnabled === true && (inputs.streamViewType === undefined || inputs.streamViewType === "")
      ? "streamViewType is required when streamEnabled is true."
      : undefined,
  ...(["readCapacity", "writeCapacity"] as const).map((name) => (inputs: Inputs) => {
    const billingMode = inputs.billingMode ?? "PROVISIONED";
    if (billingMode === "PAY_PER_REQUEST" && inputs[name] !== undefined && inputs[name] !== 0) {
      return `${name} can't be set when billingMode is PAY_PER_REQUEST.`;
    }
    return billingMode === "PROVISIONED" && inputs[name] === undefined && !isCopy(inputs)
      ? `${name} must be at least 1 when billingMode is PROVISIONED.`
      : undefined;
  }),
  (inputs) => {
    if ((inputs.billingMode ?? "PROVISIONED") !== "PROVISIONED") return undefined;
    const index = records(inputs.globalSecondaryIndexes).find(
      ({ readCapacity, writeCapacity }) => readCapacity === undefined || writeCapacity === undefined,
    );
    return index
      ? `readCapacity and writeCapacity of index "${index.name}" must be at least 1 when billingMode is PROVISIONED.`
      : undefined;
  },
  (inputs) => {
    const index = records(inputs.globalSecondaryIndexes).find(
      ({ hashKey, keySchemas }) => (hashKey === undefined) === (keySchemas === undefined),
    );
    return index ? `Index "${index.name}" needs either hashKey or keySchemas.` : undefined;
  },
  (inputs) =>
    records(inputs.localSecondaryIndexes).length > 0 && inputs.rangeKey === undefined
      ? "rangeKey is required when there are localSecondaryIndexes."
      : undefined,
  (inputs) => {
    const ttl = inputs.ttl;
    return isRecord(ttl) && ttl.enabled === true && !ttl.attributeName
      ? "ttl.attributeName is required when ttl.enabled is true."
      : undefined;
  },
];
