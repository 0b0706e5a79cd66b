import fc from "fast-check";
import { ACCESS } from "../../model/access.ts";
import type { AppInput } from "../../model/app.ts";
import type { FunctionInput } from "../../model/function.ts";
import type { ResourceInput } from "../../model/resources/index.ts";
import type { TriggerInput } from "../../model/triggers/index.ts";
import type { DurationText } from "../../model/units.ts";

const words = fc.string({ unit: fc.constantFrom("a", "b", "C", "7", "-", "x"), minLength: 1, maxLength: 6 });
/** Names that differ in more than case. */
const named = (prefix: string) => (index: number, word: string) =>
  `${prefix}${index}${word.toLowerCase().replaceAll(/-+/g, "-").replace(/-$/, "")}`;
const minutes = (max: number) => fc.integer({ min: 1, max }).map((n): DurationText => `${n}m`);
const tags = fc.dictionary(words, words, { maxKeys: 3 });

const resourceArbitraries = {
  bucket: fc.record(
    { kind: fc.constant("bucket" as const), versioning: fc.boolean(), tags },
    { requiredKeys: ["kind"] },
  ),
  queue: fc.record(
    // Longer than the timeout of any function below.
    {
      kind: fc.constant("queue" as const),
      visibilityTimeout: fc.constant<DurationText>("1h"),
      retention: minutes(900),
      delay: minutes(15),
    },
    { requiredKeys: ["kind", "visibilityTimeout"] },
  ),
  topic: fc.record({ kind: fc.constant("topic" as const), tags }),
  stream: fc.record(
    { kind: fc.constant("stream" as const), shards: fc.integer({ min: 1, max: 9 }) },
    { requiredKeys: ["kind"] },
  ),
  table: fc.record({
    kind: fc.constant("table" as const),
    key: fc.constant({ partition: { name: "id" } }),
    changes: fc.constant(true),
  }),
  bus: fc.record({ kind: fc.constant("bus" as const) }),
  secret: fc.record({ kind: fc.constant("secret" as const), value: fc.constant({ config: "token" }) }),
  key: fc.record({ kind: fc.constant("key" as const), rotation: fc.constant<DurationText>("365d") }),
  api: fc.record({ kind: fc.constant("api" as const) }),
} satisfies Record<string, fc.Arbitrary<ResourceInput>>;

/** The resource, encrypted with a key of the spec if there is one and the kind supports it. */
function encrypted(resource: ResourceInput, key: string | undefined): ResourceInput {
  if (key === undefined || resource.kind === "key" || resource.kind === "bus" || resource.kind === "api")
    return resource;
  return resource.kind === "table" ? { ...resource, encryptionKey: key } : { ...resource, key };
}

/** One trigger on the resource, or none where its kind has no trigger. */
function triggerOn(name: string, resource: ResourceInput, consumer: string): TriggerInput | undefined {
  switch (resource.kind) {
    case "bucket":
      return { kind: "bucket", bucket: name, prefix: "in/" };
    case "queue":
      return { kind: "queue", queue: name, batchSize: 5 };
    case "topic":
      return { kind: "topic", topic: name, filter: { kind: ["a", { prefix: "b" }] } };
    case "stream":
      return { kind: "stream", stream: name, window: "5s", consumer };
    case "table":
      return { kind: "table", table: name, consumer };
    case "bus":
      return { kind: "bus", bus: name, pattern: { source: ["x"] } };
    case "secret":
      return { kind: "webhook", sender: "github", secret: name };
    case "key":
      return undefined;
    case "api":
      return { kind: "http", api: name, routes: [`GET /${consumer}/{id}`] };
  }
}

function permissionsOn(resources: readonly (readonly [string, ResourceInput])[]): FunctionInput["permissions"] {
  // A function that reads a stream and may write to it would be a loop.
  const entries = resources.flatMap(([name, { kind }]) =>
    kind === "api" || kind === "key" || kind === "stream" ? [] : [[name, [...ACCESS[kind]]]],
  );
  return Object.fromEntries(entries);
}

const settings = fc.record(
  {
    memory: fc.integer({ min: 128, max: 4096 }),
    timeout: minutes(15),
    environment: fc.dictionary(fc.constantFrom("A", "B", "LEVEL"), words),
    tags,
    concurrency: fc.constant({ reserved: 3 }),
  },
  { requiredKeys: [] },
);

/** A valid spec: every kind of resource and trigger, references, durations, defaults given or left out. */
export const arbitrarySpec: fc.Arbitrary<AppInput> = fc
  .record({
    resources: fc.array(fc.tuple(words, fc.oneof(...Object.values(resourceArbitraries))), { maxLength: 8 }),
    functions: fc.array(fc.tuple(words, settings, fc.array(fc.nat(), { maxLength: 4 })), { maxLength: 5 }),
    defaults: settings.map(({ memory, timeout, environment }) => ({ memory, timeout, environment })),
    tags,
  })
  .map((drawn) => {
    const names = drawn.resources.map(([word], i) => named("r")(i, word));
    const key = names.find((_, i) => drawn.resources[i]?.[1].kind === "key");
    const resources = drawn.resources.map(([, resource], i) => [names[i] ?? "", encrypted(resource, key)] as const);
    const functions = drawn.functions.map(([word, own, picks], i): [string, FunctionInput] => {
      const name = named("f")(i, word);
      const used = [...new Set(picks.map((pick) => resources[pick % Math.max(1, resources.length)]))].filter(
        (r) => r !== undefined,
      );
      const secrets = used.filter(([, { kind }]) => kind === "secret");
      const sources = used.filter((source) => source[1].kind !== "secret" || source === secrets[0]);
      const triggers = sources.flatMap(([on, resource]) => {
        const trigger = triggerOn(on, resource, `c${i}`);
        return trigger === undefined ? [] : [[`on-${on}`, trigger]];
      });
      const fn = { ...own, handler: "f.ts", triggers: Object.fromEntries(triggers), permissions: permissionsOn(used) };
      return [name, fn];
    });
    return {
      name: "app",
      defaults: drawn.defaults,
      tags: drawn.tags,
      resources: Object.fromEntries(resources),
      functions: Object.fromEntries(functions),
    };
  });
