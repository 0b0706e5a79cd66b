import { isUnknown } from "../server/wire.ts";
import type { Property } from "../table.ts";

/**
 * Properties that many tables share, and small helpers to write tables with.
 * Checks that recur are those of https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/verify
 */
export const text: Property = { type: "string" };
export const flag: Property = { type: "boolean" };
export const integer: Property = { type: "integer" };
export const json: Property = { type: "string", json: true };
export const textList: Property = { type: "list", items: text };
export const textSet: Property = { type: "list", items: text, unordered: true };
export const textMap: Property = { type: "map", items: text };
export const object = (properties: Record<string, Property>, more: Partial<Property> = {}): Property => ({
  type: "object",
  properties,
  ...more,
});
export const objectList = (properties: Record<string, Property>, more: Partial<Property> = {}): Property => ({
  type: "list",
  items: object(properties),
  ...more,
});
/** A text that only the cloud knows. */
export const output: Property = { type: "string", output: true };

/** An Amazon resource name, as the provider checks it. */
export const arn: Property = {
  type: "string",
  pattern:
    /^arn:[\w-]+:[a-zA-Z0-9][a-zA-Z0-9-]*:([a-z]{2,4}(-[a-z]+)+-\d|aws-global)?:([0-9]{12}|aws|aws-managed|third-party|[a-z0-9]+)?:.+$/s,
};

/** Region of the resource, when it isn't the provider's. */
export const region: Property = {
  type: "string",
  computed: true,
  forceNew: true,
  pattern: /^[a-z]{2,4}(-[a-z]+)+-\d$/,
};

/** Tags of the resource itself, and with the provider's default tags. */
export const tagging: { readonly tags: Property; readonly tagsAll: Property } = {
  tags: { type: "map", items: { type: "string", maxLength: 256 } },
  tagsAll: { type: "map", items: text, output: true },
};

/** A name that is given, made from a prefix, or made up. */
export function nameOrPrefix(ofName: Partial<Property> = {}, ofPrefix: Partial<Property> = ofName) {
  return {
    name: { ...text, computed: true, forceNew: true, conflictsWith: ["namePrefix"], ...ofName },
    namePrefix: { ...text, computed: true, forceNew: true, conflictsWith: ["name"], ...ofPrefix },
  } satisfies Record<string, Property>;
}

/** The value, when it is already known; rules can't judge what only the deployment will know. */
export function known<T>(value: T): T | undefined {
  return isUnknown(value) ? undefined : value;
}

/** Where a table was read: the Terraform AWS provider's public source. */
export function source(service: string, file: string): string {
  return `https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/${service}/${file}.go`;
}
