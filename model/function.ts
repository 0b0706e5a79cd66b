import { z } from "zod";
import { ACCESS, type Access } from "./access.ts";
import type { FeatureUse, References } from "./definition.ts";
import { name, tags } from "./names.ts";
import { type FunctionOverride, override } from "./overrides.ts";
import type { ReadOnlyDeep } from "./schema/read-only-deep.ts";
import { refinement } from "./schema/refinement.ts";
import { pattern, withMessage } from "./schema/schema-messages.ts";
import { destination, vpc } from "./shared-fields.ts";
import { silence } from "./silence.ts";
import { statements } from "./statements.ts";
import { trigger } from "./triggers/index.ts";
import { duration, megabytes } from "./units.ts";
import { textValue } from "./value.ts";

/**
 * Language runtimes. One without a version means the newest that the target offers. `custom` is an executable named
 * `bootstrap` in the handler's directory that implements the target's own runtime protocol.
 */
export const RUNTIMES = [
  "nodejs",
  "nodejs20",
  "nodejs22",
  "nodejs24",
  "python",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "custom",
] as const;
export type Runtime = (typeof RUNTIMES)[number];

export { ACCESS, type Access };

const access = z.enum([...new Set(Object.values(ACCESS).flat())]);

/** Log retention in days that every target supports; `forever` keeps everything. */
const retentionDays = withMessage(
  z.union([z.number().int().min(1).max(3650), z.literal("forever")]),
  'a whole number of days from 1 to 3650, or "forever"',
);

const percent = z.number().min(0).max(100);

/** A name may have a subpath (`knex/lib/dialects`). Modules of Node.js and polyfn, and paths, cannot be external. */
const externalModule = pattern(
  /^(?!polyfn(?:\/|$))(?:@[\w.*~-]+\/)?[\w*~-][\w.*~-]*(?:\/[\w.*~-]+)*$/,
  "the name of an npm package, in which * stands for any characters",
  '"pg-native" or "@scope/*"',
);

/** Copied with everything in it, so parts and patterns have no meaning here. */
const packageName = pattern(
  /^(?!polyfn$)(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/,
  "the name of an npm package, without a version, a path or *, and no module of Node.js itself, which every function has",
  '"sharp" or "@scope/name"',
);

/** Settings that `defaults` may give to every function. */
const commonFields = {
  runtime: z
    .enum(RUNTIMES)
    .optional()
    .describe("Language and version; without a version the newest of the target. Default nodejs."),
  memory: megabytes(128, 32_768).optional().describe("MB. Default 256."),
  timeout: duration({ min: "1s", max: "1d" }).optional().describe('Default "30s".'),
  architecture: z.enum(["x86_64", "arm64"]).optional().describe("Default x86_64."),
  ephemeralStorage: megabytes(512, 10_240).optional().describe("MB of /tmp. Default 512."),
  logRetention: retentionDays.optional().describe("Days. Default 30."),
  tracing: z.boolean().optional().describe("Default false."),
  recordEvents: z
    .boolean()
    .optional()
    .describe(
      "Write the events of the triggers, with secrets redacted, into the log, for `polyfn events record`. Default false.",
    ),
  vpc: vpc.optional().describe("VPC in which the function runs."),
  external: z
    .array(externalModule)
    .optional()
    .describe("Packages that are not bundled, by name or pattern (`pg-*`, `@scope/*`); those of defaults count too."),
  nodeModules: z
    .array(packageName)
    .optional()
    .describe(
      "npm packages that are not bundled but copied into the package, with their production dependencies; those of defaults count too.",
    ),
};

const variable = pattern(
  /^[A-Za-z]\w*$/,
  "the name of an environment variable: a letter, then letters, digits or underscores",
  '"LOG_LEVEL"',
  "A-Za-z0-9_",
);

export const functionDefaults = z.strictObject({
  ...commonFields,
  environment: z.record(variable, textValue).optional().describe("Environment variables of every function."),
});

const invoker = z
  .strictObject({
    account: z.string().optional().describe("An account of the cloud."),
    service: z.string().optional().describe("A service of the cloud, by its principal name."),
    source: textValue.optional().describe("The only resource on whose behalf it may call (full identifier)."),
  })
  .refine(
    (i) => (i.account === undefined) !== (i.service === undefined),
    refinement({
      path: [],
      message: "An invoker is exactly one of account and service.",
      remedy: "Give one of the two and remove the other.",
    }),
  );

/** A function: the handler's file, how it runs, what calls it and what it may use. */
export const functionSchema = z
  .strictObject({
    handler: z
      .string()
      .min(1)
      .optional()
      .describe("File with the handler, relative to the spec's directory; python: file.py:function."),
    image: z
      .strictObject({
        uri: textValue.describe("Reference of the image, with tag or digest."),
        command: z.array(z.string()).optional().describe("Replaces the image's arguments (CMD)."),
        entrypoint: z.array(z.string()).optional().describe("Replaces the image's program (ENTRYPOINT)."),
        workingDirectory: z.string().optional().describe("Replaces the image's working directory."),
      })
      .optional()
      .describe("A container image instead of a handler."),
    description: z.string().max(256).optional().describe("Description in the cloud's console."),
    ...commonFields,
    environment: z.record(variable, textValue).default({}).describe("Environment variables."),
    layers: z.array(textValue).default([]).describe("Identifiers (ARNs) of layers, later ones over earlier ones."),
    fileSystem: z
      .strictObject({
        id: textValue.describe("Identifier (ARN) of the access point."),
        path: pattern(/^\/mnt\/[\w.-]+$/, "a path /mnt/<name>", '"/mnt/data"').describe("Path at which it is mounted."),
      })
      .optional()
      .describe("Access point of a network file system, and its mount path. Requires vpc."),
    include: z
      .array(z.string())
      .default([])
      .describe("Further files to package, as glob patterns relative to the spec's directory."),
    concurrency: z
      .strictObject({
        reserved: z
          .number()
          .int()
          .min(0)
          .optional()
          .describe("Maximum number of instances, reserved for this function; 0 stops it."),
        provisioned: z.number().int().min(1).optional().describe("Instances kept warm."),
      })
      .default({})
      .describe("Number of instances that may run and that are kept warm."),
    async: z
      .strictObject({
        retries: z
          .number()
          .int()
          .min(0)
          .max(8)
          .optional()
          .describe("Number of retries of a failed call. Default: the target's."),
        maxAge: duration({ min: "1s", max: "7d" })
          .optional()
          .describe("Maximum time that a call may wait. Default: the target's."),
        onSuccess: destination.optional().describe("Destination of the result of each call."),
        onFailure: destination.optional().describe("Destination of a call that failed or waited too long."),
      })
      .default({})
      .describe("Asynchronous calls: retries, maximum age, destinations of results."),
    alias: z
      .strictObject({
        name: name.default("live").describe("Name of the alias."),
        version: z.string().optional().describe("The published version the alias points to. Default: the newest."),
        weights: z
          .record(z.string(), percent)
          .default({})
          .describe("Percentage of calls for another version, by version."),
      })
      .optional()
      .describe("Publish a version with every change and let triggers call it through this alias."),
    permissions: z
      .record(name, z.array(access).min(1))
      .default({})
      .describe("Access by name of a resource or function. The handler gets a client for each."),
    statements: statements
      .default({})
      .describe("Access to services outside the neutral model, as native statements for each target."),
    invokers: z.record(name, invoker).default({}).describe("Callers of the function besides its triggers."),
    triggers: z.record(name, trigger).default({}).describe("Triggers of the function, by name."),
    tags: tags.default({}).describe("Tags of the function, in addition to the app's."),
    silence,
    override: override<FunctionOverride>(),
  })
  .refine(
    (f) => (f.handler === undefined) !== (f.image === undefined),
    refinement({
      path: ["handler"],
      message: "A function has exactly one of handler and image.",
      remedy: 'Give handler (a file, for example "functions/thumbnail.ts") or image (a container image), not both.',
    }),
  );

/** A function as written in a spec. */
export type FunctionInput = ReadOnlyDeep<z.input<typeof functionSchema>>;
/** A function after parsing, before the app's defaults are merged in. */
export type FunctionSpec = z.output<typeof functionSchema>;

/**
 * Settings of every function that neither it nor the app's defaults set. Memory and storage in MB, timeout in seconds,
 * retention in days.
 */
export const FUNCTION_DEFAULTS = {
  runtime: "nodejs",
  memory: 256,
  timeout: 30,
  architecture: "x86_64",
  ephemeralStorage: 512,
  logRetention: 30,
  tracing: false,
  recordEvents: false,
} as const satisfies Partial<FunctionSpec>;

/** Fields of a function (outside its triggers and permissions) that hold names, and the kinds they refer to. */
export const functionReferences = {
  "async.onSuccess": "destination",
  "async.onFailure": "destination",
} as const satisfies References;

/** A function's own settings, from which its features follow, before and after the defaults are merged. */
export type FunctionSettings = Omit<FunctionSpec, "triggers" | "permissions" | "environment">;

/** True when the package contains polyfn's shim between the platform and the handler: for Node.js functions. */
export const hasShim = ({ image, runtime }: Pick<FunctionSettings, "image" | "runtime">): boolean =>
  image === undefined && (runtime ?? "nodejs").startsWith("nodejs");

/** Features of a function's own settings, for the support matrix. Triggers and resources declare theirs. */
export const functionFeatures = {
  "function.nodejs": {
    title: "Function: Node.js",
    uses: (f) => f.image === undefined && (f.runtime ?? "nodejs") === "nodejs",
  },
  "function.nodejs20": { title: "Function: Node.js 20", field: "runtime", uses: (f) => f.runtime === "nodejs20" },
  "function.nodejs22": { title: "Function: Node.js 22", field: "runtime", uses: (f) => f.runtime === "nodejs22" },
  "function.nodejs24": { title: "Function: Node.js 24", field: "runtime", uses: (f) => f.runtime === "nodejs24" },
  "function.python": {
    title: "Function: Python",
    field: "runtime",
    uses: (f) => f.runtime?.startsWith("python") ?? false,
  },
  "function.custom": { title: "Function: custom runtime", field: "runtime", uses: (f) => f.runtime === "custom" },
  "function.image": { title: "Function: container image", uses: (f) => f.image !== undefined },
  "function.arm64": { title: "Function: arm64", field: "architecture", uses: (f) => f.architecture === "arm64" },
  "function.ephemeralStorage": { title: "Function: ephemeral storage", uses: (f) => (f.ephemeralStorage ?? 512) > 512 },
  "function.layers": { title: "Function: layers", uses: (f) => f.layers.length > 0 },
  "function.vpc": { title: "Function: VPC", uses: (f) => f.vpc !== undefined },
  "function.fileSystem": { title: "Function: network file system", uses: (f) => f.fileSystem !== undefined },
  "function.logRetention": { title: "Function: log retention", uses: (f) => f.logRetention !== undefined },
  "function.tracing": { title: "Function: tracing", uses: (f) => f.tracing === true },
  "function.concurrency.reserved": {
    title: "Function: reserved concurrency",
    uses: (f) => f.concurrency.reserved !== undefined,
  },
  "function.concurrency.provisioned": {
    title: "Function: provisioned concurrency",
    uses: (f) => f.concurrency.provisioned !== undefined,
  },
  "function.async.retries": { title: "Function: async retries", uses: (f) => f.async.retries !== undefined },
  "function.async.maxAge": { title: "Function: async age limit", uses: (f) => f.async.maxAge !== undefined },
  "function.async.onSuccess": { title: "Function: success destination", uses: (f) => f.async.onSuccess !== undefined },
  "function.async.onFailure": { title: "Function: failure destination", uses: (f) => f.async.onFailure !== undefined },
  "function.alias": { title: "Function: version and alias", uses: (f) => f.alias !== undefined },
  "function.alias.weights": {
    title: "Function: alias weights",
    uses: (f) => Object.keys(f.alias?.weights ?? {}).length > 0,
  },
  "function.statements": { title: "Function: native statements", uses: (f) => Object.keys(f.statements).length > 0 },
  "function.invokers": { title: "Function: other invokers", uses: (f) => Object.keys(f.invokers).length > 0 },
} as const satisfies Record<string, FeatureUse<FunctionSettings>>;
