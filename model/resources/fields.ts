import { z } from "zod";
import { tags } from "../names.ts";
import { silence } from "../silence.ts";

/** Fields that every kind of resource has. */
export const resourceFields = {
  physicalName: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("The cloud's own name, taken as it is. Default: <app>-<stack>-<name>."),
  keep: z
    .boolean()
    .default(false)
    .describe(
      "Leave the resource and its data in the cloud when it is removed from the spec or the stack is destroyed.",
    ),
  tags: tags.default({}).describe("Given to the resource beside the app's own."),
  silence,
  /** Target name -> child resource -> native inputs; typed by each adapter. */
  override: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe("Native inputs per target and child resource, merged last."),
};
