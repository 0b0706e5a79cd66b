import { text } from "../fields.ts";
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
  text,
  textList,
  textMap,
  textSet,
} from "../fields.ts";

/** What a resource is called by: another name is another resource. */
export const name: Property = { ...text, required: true, forceNew: true };
export const numberMap: Property = { type: "map", items: { type: "number" } };
export const fixed = { forceNew: true } as const;

/** Where a table was read: the Terraform provider's public source, in the version that the Pulumi package bridges. */
export function source(file: string): string {
  return `https://github.com/aliyun/terraform-provider-alicloud/blob/v1.285.0/alicloud/resource_alicloud_${file}.go`;
}
