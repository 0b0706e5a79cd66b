import { string } from "../fields.ts";
import type { Property } from "../table.ts";

export {
  flag,
  integer,
  json,
  known,
  number,
  object,
  objectList,
  output,
  string,
  stringList,
  stringMap,
  stringSet,
} from "../fields.ts";

/** A resource's name. Changing it replaces the resource. */
export const name: Property = { ...string, required: true, forceNew: true };
export const numberMap: Property = { type: "map", items: { type: "number" } };
export const fixed = { forceNew: true } as const;

/** Source of a table: the Terraform provider's public source, in the version that the Pulumi package bridges. */
export function source(file: string): string {
  return `https://github.com/aliyun/terraform-provider-alicloud/blob/v1.285.0/alicloud/resource_alicloud_${file}.go`;
}
