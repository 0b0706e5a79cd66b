import { z } from "zod";
import { functionDefaults, functionSchema } from "./function.ts";
import { name, tags } from "./names.ts";
import { resource } from "./resources/index.ts";

/** RFC 7386 merge patches: what one environment changes. `null` removes a key; lists are replaced whole. */
const patch = z.record(z.string(), z.json());

/** An app: everything one deployment consists of. */
export const appSchema = z.strictObject({
  $schema: z.string().optional().describe("Address of the JSON Schema, for editors."),
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,29}$/,
      "is not an app name: a lower-case letter, then up to 29 lower-case letters, digits or hyphens",
    ),
  defaults: functionDefaults.default({}),
  tags: tags.default({}).describe("Given to every resource that can carry tags."),
  resources: z.record(name, resource).default({}),
  functions: z.record(name, functionSchema).default({}),
  environments: z
    .record(z.string(), patch)
    .default({})
    .describe("Changes per environment (stack name), as JSON merge patches of this object."),
});

/** An app as it is written in YAML, JSON or TypeScript. */
export type AppInput = z.input<typeof appSchema>;
/** An app after parsing: strict, defaults of every kind filled in, durations in seconds. */
export type AppSpec = z.output<typeof appSchema>;
