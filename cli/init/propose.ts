import { basename, extname } from "node:path";
import type { AppInput } from "../../model/app.ts";
import type { TriggerInput, TriggerKind } from "../../model/triggers/index.ts";
import type { FoundHandler } from "./existing.ts";

type Resources = NonNullable<AppInput["resources"]>;

interface ProposedTrigger {
  readonly trigger: TriggerInput;
  readonly resources?: Resources;
}

/**
 * A trigger of each kind for a function, with what it is triggered by.
 * @param other Another function; the same where there is only one.
 */
const PROPOSALS: { readonly [K in TriggerKind]: (fn: string, other: string) => ProposedTrigger } = {
  http: () => ({ trigger: { kind: "http" } }),
  webhook: (fn) => ({
    trigger: { kind: "webhook", sender: "standard", secret: `${fn}-secret` },
    resources: { [`${fn}-secret`]: { kind: "secret", value: { config: `${fn}-secret` } } },
  }),
  schedule: () => ({ trigger: { kind: "schedule", rate: "1h" } }),
  queue: (fn) => ({
    trigger: { kind: "queue", queue: `${fn}-queue` },
    resources: { [`${fn}-queue`]: { kind: "queue" } },
  }),
  topic: (fn) => ({
    trigger: { kind: "topic", topic: `${fn}-topic` },
    resources: { [`${fn}-topic`]: { kind: "topic" } },
  }),
  bucket: (fn) => ({
    trigger: { kind: "bucket", bucket: `${fn}-bucket` },
    resources: { [`${fn}-bucket`]: { kind: "bucket" } },
  }),
  stream: (fn) => ({
    trigger: { kind: "stream", stream: `${fn}-stream` },
    resources: { [`${fn}-stream`]: { kind: "stream", shards: 1 } },
  }),
  table: (fn) => ({
    trigger: { kind: "table", table: `${fn}-table` },
    resources: { [`${fn}-table`]: { kind: "table", key: { partition: { name: "id" } }, changes: true } },
  }),
  bus: (fn) => ({
    trigger: { kind: "bus", bus: `${fn}-bus`, pattern: { source: [fn] } },
    resources: { [`${fn}-bus`]: { kind: "bus" } },
  }),
  log: (_, other) => ({ trigger: { kind: "log", function: other, pattern: "error" } }),
};

/** A spec for handlers: a function for each, with a trigger for each of its methods. Permissions are the user's to add. */
export function proposedSpec(app: string, handlers: readonly FoundHandler[]): AppInput {
  const names = uniqueNames(handlers);
  const functions = handlers.map(({ file, kinds }, index) => {
    const fn = names[index] ?? "";
    const other = names.find((name) => name !== fn) ?? fn;
    return { fn, file, proposed: kinds.map((kind) => [kind, PROPOSALS[kind](fn, other)] as const) };
  });
  return {
    name: app,
    resources: Object.assign({}, ...functions.flatMap(({ proposed }) => proposed.map(([, one]) => one.resources))),
    functions: Object.fromEntries(
      functions.map(({ fn, file, proposed }) => [
        fn,
        { handler: file, triggers: Object.fromEntries(proposed.map(([kind, { trigger }]) => [kind, trigger])) },
      ]),
    ),
  };
}

/** Names of functions by their files: `functions/resize.ts` is `resize`. */
function uniqueNames(handlers: readonly FoundHandler[]): string[] {
  const taken = new Set<string>();
  return handlers.map(({ file }) => {
    const plain = nameOf(basename(file, extname(file))) || "handler";
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}-${count}`;
    taken.add(name);
    return name;
  });
}

/** Letters, digits and single hyphens, a letter first, short enough for a resource's name to begin with it. */
export const nameOf = (text: string, longest = 30): string =>
  text
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, longest)
    .replace(/-+$/, "");
