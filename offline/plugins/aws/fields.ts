import { string } from "../fields.ts";
import type { Property } from "../table.ts";

export {
  flag,
  integer,
  json,
  known,
  object,
  objectList,
  output,
  string,
  stringList,
  stringMap,
  stringSet,
} from "../fields.ts";

/**
 * Properties that many of the tables share.
 * The common checks are those of https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/verify
 */
/** An Amazon resource name, checked as in the provider. */
export const arn: Property = {
  type: "string",
  pattern:
    /^arn:[\w-]+:[a-zA-Z0-9][a-zA-Z0-9-]*:([a-z]{2,4}(-[a-z]+)+-\d|aws-global)?:([0-9]{12}|aws|aws-managed|third-party|[a-z0-9]+)?:.+$/s,
};

/** Region of the resource when it differs from the provider's. */
export const region: Property = {
  type: "string",
  computed: true,
  forceNew: true,
  pattern: /^[a-z]{2,4}(-[a-z]+)+-\d$/,
};

/** Tags of the resource itself, and merged with the provider's default tags. */
export const tagging: { readonly tags: Property; readonly tagsAll: Property } = {
  tags: { type: "map", items: { type: "string", maxLength: 256 } },
  tagsAll: { type: "map", items: string, output: true },
};

/** A given name, or one generated from a prefix or without one. */
export function nameOrPrefix(ofName: Partial<Property> = {}, ofPrefix: Partial<Property> = ofName) {
  return {
    name: { ...string, computed: true, forceNew: true, conflictsWith: ["namePrefix"], ...ofName },
    namePrefix: { ...string, computed: true, forceNew: true, conflictsWith: ["name"], ...ofPrefix },
  } satisfies Record<string, Property>;
}

/** Source of a table: the Terraform AWS provider's public source. */
export function source(service: string, file: string): string {
  return `https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/${service}/${file}.go`;
}
