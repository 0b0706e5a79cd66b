import { z } from "zod";
import { functionDefaults, functionSchema } from "./function.ts";
import { name, tags } from "./names.ts";
import { resource } from "./resources/index.ts";
import type { ReadOnlyDeep } from "./schema/read-only-deep.ts";
import { pattern, withMessage } from "./schema/schema-messages.ts";
import { silence } from "./silence.ts";

/** The changes of one environment as an RFC 7386 merge patch: `null` removes a key; lists are replaced as a whole. */
const patch = withMessage(z.record(z.string(), z.unknown()), "an object that is merged into the spec");

/** An app: everything in one deployment. */
export const appSchema = z.strictObject({
  $schema: z.string().optional().describe("Address of the JSON Schema, for editors."),
  name: pattern(
    /^[a-z][a-z0-9-]{0,29}$/,
    "an app name: a lower-case letter, then up to 29 lower-case letters, digits or hyphens",
    '"media"',
    "a-z0-9-",
  ).describe("Name of the app; the first part of every name in the cloud."),
  defaults: functionDefaults.default({}).describe("Settings of every function that does not set its own."),
  tags: tags.default({}).describe("Tags of every resource that can have tags."),
  silence,
  resources: z
    .record(name, resource)
    .default({})
    .describe("Resources that functions use or receive events from, by name."),
  functions: z.record(name, functionSchema).default({}).describe("The functions, by name."),
  environments: z
    .record(z.string(), patch)
    .default({})
    .describe("Changes per environment (stack name), as JSON merge patches of this object."),
});

/** An app as written in YAML, JSON or TypeScript. */
export type AppInput = ReadOnlyDeep<z.input<typeof appSchema>>;
/** An app after parsing: unknown fields refused, defaults of every kind filled in, durations in seconds. */
export type AppSpec = z.output<typeof appSchema>;
