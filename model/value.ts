import { z } from "zod";
import { pattern, unwrapped, withMessage } from "./schema/schema-messages.ts";

/** An attribute of a resource of this spec: `{ ref: "ledger.name" }`. Attributes: see `ResourceAttribute`. */
const reference = z.strictObject({
  ref: pattern(
    /^[A-Za-z][A-Za-z0-9-]*\.(name|id|url)$/,
    'a string "<resource or function>.<attribute>", the attribute one of name, id, url',
    '"ledger.name"',
  ).describe("An attribute of a resource or function of this spec."),
});

/** A value from the stack's configuration: `{ config: "subnets" }` reads `polyfn:subnets` (a secret stays a secret). */
const configuration = z.strictObject({
  config: pattern(/^[A-Za-z][\w:.-]*$/, "the name of a configuration value", '"subnets"').describe(
    "A value of the stack's configuration, by name.",
  ),
});

/** A value that is known only during the deployment, such as a Pulumi Output. Not possible in YAML or JSON. */
export interface Deferred<T> {
  apply<U>(transform: (value: T) => U): unknown;
  get(): T;
}

/** Detects a Pulumi Output without importing Pulumi, which the model must not do. */
export function isDeferred(value: unknown): value is Deferred<unknown> {
  return typeof value === "object" && value !== null && "__pulumiOutput" in value;
}

export type Reference = z.infer<typeof reference>;
export type Configuration = z.infer<typeof configuration>;

/** A literal, a reference to a resource's attribute, a stack configuration value, or a Pulumi Output. */
export type Value<T = string> = T | Reference | Configuration | Deferred<T>;

/**
 * The attributes of a reference. `name`: the physical name (bucket name, table name, ...); `id`: the cloud's full
 * identifier (an ARN); `url`: where it is called or reached (queue URL, function URL, API address).
 */
export const RESOURCE_ATTRIBUTES = ["name", "id", "url"] as const;
export type ResourceAttribute = (typeof RESOURCE_ATTRIBUTES)[number];

/** Kinds with a `url`. A function has one only with a trigger that gives it its own URL. */
export const ADDRESSABLE = ["queue", "api", "function"] as const;

export function isReference(value: unknown): value is Reference {
  return reference.safeParse(value).success;
}

export function isConfiguration(value: unknown): value is Configuration {
  return configuration.safeParse(value).success;
}

const textValues = z.registry<{ readonly text: true }>();

/** True when a schema is `textValue`, also when it is wrapped or described. */
export function isTextValue(schema: z.core.$ZodType): boolean {
  return textValues.get(unwrapped(schema)) !== undefined;
}

/** Schema of a string that may also come from a reference, the stack's configuration or a Pulumi Output. */
export const textValue = withMessage(
  z.union([z.custom<Deferred<string>>(isDeferred), z.string(), reference, configuration]),
  'a string, { ref: "<resource>.<attribute>" } or { config: "<name>" }',
);

textValues.add(textValue, { text: true });
z.globalRegistry.add(textValue, { id: "value" });

/** The same for a list of strings: a list of values, or one value that contains the whole list. */
export const textListValue = withMessage(
  z.union([z.custom<Deferred<string[]>>(isDeferred), z.array(textValue), configuration]),
  'a list of strings, or { config: "<name>" }',
);
