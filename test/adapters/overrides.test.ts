import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { overridable as aliyun } from "../../adapters/aliyun/overrides.ts";
import { overridable as aws } from "../../adapters/aws/overrides.ts";
import { lower } from "../../infra/graph/lower.ts";
import { plan } from "../../infra/plan.ts";
import { adapterFor, targets } from "../../infra/targets.ts";
import { SpecError } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";
import { resolve } from "../../model/resolve.ts";
import { corpus } from "../golden/corpus.ts";
import { type PlaceName, places } from "../golden/places.ts";
import { deploymentOf } from "./planned.ts";

type Table = Readonly<Record<string, readonly string[]>>;

const tables: Readonly<
  Record<string, { readonly function: Table; readonly resources: Readonly<Record<string, Table>> }>
> = { aws, aliyun, localstack: aws };

/** One child of one part of a spec: the cloud it is on, what has it, its name and its type. */
interface Child {
  readonly target: string;
  readonly of: string;
  readonly child: string;
  readonly type: string;
}

/** Every child that a spec of the golden corpus gets in a place. */
async function childrenIn(spec: string, place: PlaceName): Promise<Child[]> {
  const { target } = places[place];
  const adapter = await adapterFor(target);
  const text = readFileSync(new URL(`../golden/specs/${spec}.yaml`, import.meta.url), "utf8");
  const app = resolve(checkApp(parse(text), { environment: place }).app);
  const deployment = { ...deploymentOf(adapter), ...places[place] };
  const { handles, triggers } = lower({ app, adapter, deployment });
  const child = (of: string, name: string, { key }: { key: string }): Child => ({
    target,
    of,
    child: name,
    type: key.slice(0, key.indexOf("::")),
  });
  return [
    ...[...handles].flatMap(([name, { nodes }]) =>
      Object.entries(nodes).map(([own, node]) => child(app.resources.get(name)?.kind ?? "function", own, node)),
    ),
    ...[...triggers.values()]
      .flatMap((of) => [...of])
      .flatMap(([name, { nodes }]) =>
        Object.entries(nodes).map(([own, node]) => child("function", `${name}.${own}`, node)),
      ),
  ];
}

const tableOf = ({ target, of }: Pick<Child, "target" | "of">): Table =>
  (of === "function" ? tables[target]?.function : tables[target]?.resources[of]) ?? {};

/** Entries of a table that stand for a child's name: the name itself before patterns. */
function entriesFor(table: Table, child: string): string[] {
  if (Object.hasOwn(table, child)) return [child];
  return Object.keys(table).filter((entry) =>
    new RegExp(`^${entry.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(child),
  );
}

describe("the types of children in overrides", async () => {
  const all = await Promise.all(
    Object.entries(corpus).flatMap(([spec, at]) => at.map((place) => childrenIn(spec, place).catch(() => []))),
  );
  const children = all.flat();

  it.each(targets())("list every child on %s, with its type", (target) => {
    const own = children.filter((child) => child.target === target);
    expect(own.length).toBeGreaterThan(100);
    const missing = own.filter((child) => {
      const table = tableOf(child);
      const entries = entriesFor(table, child.child);
      return entries.length === 0 || !entries.every((entry) => table[entry]?.includes(child.type));
    });
    expect(missing).toEqual([]);
  });

  it.each([
    ["aws", aws],
    ["aliyun", aliyun],
  ] as const)("list nothing else: %s", (name, { function: fn, resources }) => {
    const own = children.filter(({ target }) => tables[target] === tables[name]);
    const unused = Object.entries<Table>({ function: fn, ...resources }).flatMap(([of, table]) =>
      Object.entries(table).flatMap(([entry, types]) =>
        types
          .filter(
            (type) =>
              !own.some((one) => one.of === of && one.type === type && entriesFor(table, one.child).includes(entry)),
          )
          .map((type) => `${of} ${entry} ${type}`),
      ),
    );
    expect(unused).toEqual([]);
  });
});

/** `<path> -> <remedy>` of each problem with a spec. */
async function problemsOf(target: string, parts: object): Promise<string[]> {
  const adapter = await adapterFor(target);
  const checked = checkApp({ name: "shop", ...parts });
  try {
    plan({ checked, adapter, deployment: () => ({ ...deploymentOf(adapter), planned: true }) });
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(({ code, path, remedy }) => `${code} ${path.join(".")}: ${remedy}`);
  }
}

const withFunction = (override: object) => ({
  resources: { jobs: { kind: "queue" } },
  functions: { f: { handler: "f.ts", triggers: { onJob: { kind: "queue", queue: "jobs" } }, override } },
});

describe("an unknown property of an override", () => {
  it.each([
    ["aws", "function", { memorySzie: 256 }, "memorySzie", "memorySize"],
    ["aws", "function", { snapStart: { applyOnn: "None" } }, "snapStart.applyOnn", "applyOn"],
    [
      "aws",
      "onJob.mapping",
      { filterCriteria: { filters: [{ patern: "{}" }] } },
      "filterCriteria.filters.0.patern",
      "pattern",
    ],
    ["aliyun", "function", { instanceConcurency: 2 }, "instanceConcurency", "instanceConcurrency"],
    ["aliyun", "logs", { moed: "query" }, "moed", "mode"],
    ["aliyun", "onJob.trigger", { descripton: "x" }, "descripton", "description"],
  ])("is refused on %s: %s %j", async (target, child, inputs, place, meant) => {
    expect(await problemsOf(target, withFunction({ [target]: { [child]: inputs } }))).toEqual([
      `unknown-input functions.f.override.${target}.${child}.${place}: Did you mean "${meant}"?`,
    ]);
  });

  it.each([
    ["aws", "bucket", { bucket: { forceDestory: true } }, "bucket.forceDestory", "forceDestroy"],
    ["aliyun", "bucket", { bucket: { storageClas: "IA" } }, "bucket.storageClas", "storageClass"],
    [
      "localstack",
      "queue",
      { queue: { receiveWaitTimeSecond: 5 } },
      "queue.receiveWaitTimeSecond",
      "receiveWaitTimeSeconds",
    ],
  ])("is refused in a resource on %s: %s %j", async (target, kind, inputs, place, meant) => {
    expect(await problemsOf(target, { resources: { r: { kind, override: { [target]: inputs } } } })).toEqual([
      `unknown-input resources.r.override.${target}.${place}: Did you mean "${meant}"?`,
    ]);
  });

  it("is reported with all properties when none is similar", async () => {
    const [found] = await problemsOf("aws", withFunction({ aws: { "onJob.mapping": { zzzzzz: 1 } } }));
    expect(found).toContain("It has amazonManagedKafkaEventSourceConfig, batchSize, ");
  });

  it("is checked only on the clouds of the override", async () => {
    const override = { aws: { function: { memorySzie: 1 } }, aliyun: { function: { cpu: 0.5 } } };
    expect(await problemsOf("aliyun", withFunction(override))).toEqual([]);
  });
});

it.each(targets())("an override for an unknown target is refused on %s", async (target) => {
  const resources = { r: { kind: "queue", override: { aliyum: { queue: {} } } } };
  expect(
    await problemsOf(target, { resources, functions: { f: { handler: "f.ts", override: { awss: {} } } } }),
  ).toEqual([
    'unknown-target functions.f.override.awss: Did you mean "aws"?',
    'unknown-target resources.r.override.aliyum: Did you mean "aliyun"?',
  ]);
});
