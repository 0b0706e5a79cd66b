import { z } from "zod";

/** An attribute of a resource of this spec: `{ ref: "ledger.name" }`. Attributes: see `ResourceAttribute`. */
const reference = z.strictObject({
  ref: z
    .string()
    .regex(/^[A-Za-z][\w-]*\.(name|id|url)$/, 'is not "<resource>.<attribute>", attribute one of name, id, url'),
});

/** A value from the stack's configuration: `{ config: "subnets" }` reads `polyfn:subnets` (a secret stays a secret). */
const configuration = z.strictObject({ config: z.string().regex(/^[A-Za-z][\w:.-]*$/) });

/** A value that is only known during the deployment, such as a Pulumi Output. Never possible in YAML or JSON. */
export interface Deferred<T> {
  apply<U>(transform: (value: T) => U): unknown;
  get(): T;
}

/** Tells a Pulumi Output without importing Pulumi, which the model must not do. */
export function isDeferred(value: unknown): value is Deferred<unknown> {
  return typeof value === "object" && value !== null && "__pulumiOutput" in value;
}

export type Reference = z.infer<typeof reference>;
export type Configuration = z.infer<typeof configuration>;

/** A literal, a reference to a resource's attribute, a stack configuration value, or a Pulumi Output. */
export type Value<T = string> = T | Reference | Configuration | Deferred<T>;

/**
 * What a reference may name. `name`: the physical name (bucket name, table name, ...); `id`: the cloud's own full
 * identifier (an ARN); `url`: where it is called or reached (queue URL, function URL, API address).
 */
export const RESOURCE_ATTRIBUTES = ["name", "id", "url"] as const;
export type ResourceAttribute = (typeof RESOURCE_ATTRIBUTES)[number];

export function isReference(value: unknown): value is Reference {
  return reference.safeParse(value).success;
}

export function isConfiguration(value: unknown): value is Configuration {
  return configuration.safeParse(value).success;
}

/** Schema of a text value that may also come from a reference, the stack's configuration or a Pulumi Output. */
export const textValue = z.union([
  z.string(),
  reference,
  configuration,
  z.custom<Deferred<string>>(isDeferred, "is not text, { ref }, { config } or a Pulumi Output"),
]);

/** The same for a list of texts: a list of values, or one value that holds the whole list. */
export const textListValue = z.union([
  z.array(textValue),
  configuration,
  z.custom<Deferred<string[]>>(isDeferred, "is not a list of texts, { config } or a Pulumi Output"),
]);
