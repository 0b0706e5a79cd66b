import { z } from "zod";
import { tags } from "../names.ts";
import { override, type ResourceOverride } from "../overrides.ts";
import { silence } from "../silence.ts";

/** Fields that every kind of resource has. */
export const resourceFields = <Kind extends string>() => ({
  physicalName: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("Name in the cloud, used unchanged. Default: <app>-<stack>-<name>."),
  keep: z
    .boolean()
    .default(false)
    .describe(
      "Leave the resource and its data in the cloud when it is removed from the spec or the stack is destroyed.",
    ),
  tags: tags.default({}).describe("Tags of the resource, in addition to the app's."),
  silence,
  override: override<ResourceOverride<Kind>>(),
});
