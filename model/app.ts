import { z } from "zod";
import { functionDefaults, functionSchema } from "./function.ts";
import { name, tags } from "./names.ts";
import { resource } from "./resources/index.ts";
import type { ReadOnlyDeep } from "./schema/read-only-deep.ts";
import { pattern, withMessage } from "./schema/schema-messages.ts";
import { silence } from "./silence.ts";

/** RFC 7386 merge patches: what one environment changes. `null` removes a key; lists are replaced whole. */
const patch = withMessage(z.record(z.string(), z.unknown()), "an object that is laid over the spec");

/** An app: everything one deployment consists of. */
export const appSchema = z.strictObject({
  $schema: z.string().optional().describe("Address of the JSON Schema, for editors."),
  name: pattern(
    /^[a-z][a-z0-9-]{0,29}$/,
    "an app name: a lower-case letter, then up to 29 lower-case letters, digits or hyphens",
    '"media"',
    "a-z0-9-",
  ).describe("Name of the app; the first part of every name in the cloud."),
  defaults: functionDefaults.default({}).describe("Settings of every function that does not give its own."),
  tags: tags.default({}).describe("Given to every resource that can carry tags."),
  silence,
  resources: z.record(name, resource).default({}).describe("What functions use and listen to, by name."),
  functions: z.record(name, functionSchema).default({}).describe("The functions, by name."),
  environments: z
    .record(z.string(), patch)
    .default({})
    .describe("Changes per environment (stack name), as JSON merge patches of this object."),
});

/** An app as it is written in YAML, JSON or TypeScript. */
export type AppInput = ReadOnlyDeep<z.input<typeof appSchema>>;
/** An app after parsing: strict, defaults of every kind filled in, durations in seconds. */
export type AppSpec = z.output<typeof appSchema>;
