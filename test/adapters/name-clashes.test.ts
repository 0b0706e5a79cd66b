import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Adapter } from "../../adapters/contract.ts";
import { PlannedGraph } from "../../adapters/graph/planned-graph.ts";
import { adapters } from "../../adapters/index.ts";
import { checkGraph } from "../../infra/graph/check.ts";
import { surroundings, withoutPackages } from "../../infra/graph/planned.ts";
import type { Problem } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";
import { resolve } from "../../model/resolve.ts";
import { deploymentOf } from "./planned.ts";

interface Checked {
  readonly problems: readonly Problem[];
  /** Of a spec that passes its own checks. */
  readonly graph?: PlannedGraph;
}

/** Problems of a spec's own checks, or else of a target's graph. */
function check(adapter: Adapter, spec: object): Checked {
  const { app, problems } = checkApp(spec);
  if (problems.length > 0) return { problems };
  const deployment = deploymentOf(adapter);
  const checked = checkGraph(resolve(app), adapter, deployment);
  const packages = withoutPackages;
  const values = adapter.lowering.planValues(deployment);
  return { problems: checked.problems, graph: new PlannedGraph(checked.graph, surroundings({ values, packages })) };
}

/** Words that polyfn itself puts into names, and letters. */
const words = [..."abc", "role", "policy", "permission", "invoker", "dead", "images", "changes", "queue", "bucket"];
const name = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("-"));

const key = { partition: { name: "id" } };
const sources = {
  bucket: { kind: "bucket" },
  queue: { kind: "queue", visibilityTimeout: "1h" },
  topic: { kind: "topic" },
  stream: { kind: "stream" },
  bus: { kind: "bus" },
  table: { kind: "table", key, changes: true },
  secret: { kind: "secret" },
  api: { kind: "api" },
} as const;
type Kind = keyof typeof sources;

/** The trigger of a kind of source. */
function triggerOn(kind: Kind, source: string, prefix: string): object {
  if (kind === "bus") return { kind, bus: source, pattern: { source: ["shop"] } };
  if (kind === "bucket") return { kind, bucket: source, prefix };
  if (kind === "secret") return { kind: "webhook", sender: "github", secret: source };
  if (kind === "api") return { kind: "http", api: source, routes: [`GET /${prefix}`] };
  return { kind, [kind]: source };
}

const kinds = fc.constantFrom(...(Object.keys(sources) as Kind[]));

/** An app of few resources, whose functions have triggers on any of them and whose names have many words in common. */
const spec = fc
  .record({
    resources: fc.dictionary(name, kinds, { minKeys: 1, maxKeys: 4 }),
    functions: fc.dictionary(name, fc.dictionary(name, fc.nat(), { minKeys: 1, maxKeys: 3 }), {
      minKeys: 1,
      maxKeys: 4,
    }),
  })
  .map(({ resources, functions }) => {
    const all = Object.entries(resources);
    const triggersOf = (fn: string, picks: Readonly<Record<string, number>>) =>
      Object.entries(picks).map(([trigger, pick]) => {
        const [source, kind] = all[pick % all.length] ?? ["", "queue"];
        return [trigger, triggerOn(kind, source, `${fn}/${trigger}`)];
      });
    return {
      name: "shop",
      resources: Object.fromEntries(all.map(([of, kind]) => [of, sources[kind]])),
      functions: Object.fromEntries(
        Object.entries(functions).map(([fn, picks]) => [
          fn,
          { handler: "f.ts", triggers: Object.fromEntries(triggersOf(fn, picks)) },
        ]),
      ),
    };
  });

/** Identifiers of entries in a bucket's notification document, by document. */
const notificationIds = (graph: PlannedGraph): string[][] =>
  graph
    .ofType<{ lambdaFunctions: { id: string }[] }>("aws:s3/bucketNotification:BucketNotification")
    .map(({ inputs }) => inputs.lambdaFunctions.map(({ id }) => id));

/** Names of resources of a type, with what they are part of. */
const namesOf = (graph: PlannedGraph, type: string, ...inputs: string[]): string[] =>
  graph.ofType<Record<string, unknown>>(type).map((node) => inputs.map((input) => node.inputs[input]).join(" "));

const namesIn = (graph: PlannedGraph): string[][] => [
  ...notificationIds(graph),
  namesOf(graph, "aws:lambda/permission:Permission", "function", "statementId"),
  namesOf(graph, "aws:cloudwatch/eventRule:EventRule", "eventBusName", "name"),
  namesOf(graph, "aws:iam/role:Role", "name"),
  namesOf(graph, "alicloud:ram/role:Role", "roleName"),
  namesOf(graph, "alicloud:fc/v3Trigger:V3Trigger", "functionName", "triggerName"),
  namesOf(graph, "alicloud:eventbridge/rule:Rule", "eventBusName", "ruleName"),
  namesOf(graph, "alicloud:log/store:Store", "projectName", "logstoreName"),
  namesOf(graph, "alicloud:message/serviceSubscription:ServiceSubscription", "topicName", "subscriptionName"),
];

describe.each(Object.entries(adapters))("names joined with hyphens on %s", (_, load) => {
  it("are reported when they clash, and unique otherwise", async () => {
    const adapter = await load();
    const seen = { clashing: 0, clean: 0 };
    fc.assert(
      fc.property(spec, (drawn) => {
        const { problems, graph } = check(adapter, drawn);
        if (problems.some(({ code }) => code === "name-clash")) seen.clashing += 1;
        if (problems.length > 0 || graph === undefined) return;
        seen.clean += 1;
        for (const names of namesIn(graph)) expect(new Set(names).size, names.join(", ")).toBe(names.length);
      }),
      { numRuns: 150 },
    );
    expect(seen.clashing).toBeGreaterThan(0);
    expect(seen.clean).toBeGreaterThan(0);
  });

  const queue = { kind: "queue", visibilityTimeout: "1m" };
  const fn = (triggers: object): object => ({ handler: "f.ts", triggers });

  it("are reported for triggers of two functions", async () => {
    const resources = { uploads: { kind: "bucket" } };
    const on = (prefix: string) => ({ kind: "bucket", bucket: "uploads", prefix });
    const functions = { "a-b": fn({ c: on("x") }), a: fn({ "b-c": on("y") }) };
    const { problems } = check(await load(), { name: "shop", resources, functions });
    expect(problems.map(({ path, code }) => `${path.join(".")}: ${code}`)).toEqual([
      "functions.a-b.triggers.c: name-clash",
    ]);
  });

  it("are reported for two resources with one physicalName", async () => {
    const resources = { a: { ...queue, physicalName: "jobs-1" }, b: { ...queue, physicalName: "jobs-1" } };
    const { problems } = check(await load(), { name: "shop", resources, functions: { f: { handler: "f.ts" } } });
    expect(problems.map(({ path, code }) => `${path.join(".")}: ${code}`)).toEqual(["resources.b: name-clash"]);
  });
});
