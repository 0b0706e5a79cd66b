import { text } from "../fields.ts";
import type { Property } from "../table.ts";

export { flag, integer, json, known, object, objectList, output, text, textList, textMap, textSet } from "../fields.ts";

/**
 * Properties that many of the tables share.
 * Checks that recur are those of https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/verify
 */
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

/** Where a table was read: the Terraform AWS provider's public source. */
export function source(service: string, file: string): string {
  return `https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/${service}/${file}.go`;
}
