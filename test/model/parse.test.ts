import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml, stringify } from "yaml";
import { checkApp, environmentsOf, type ParseOptions, parseApp } from "../../model/parse.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import example from "../../polyfn.config.ts";
import { arbitrarySpec } from "./arbitrary-spec.ts";

/** A string of the app in which maps keep their order. */
const flat = (app: ResolvedApp): string =>
  JSON.stringify({ ...app, resources: [...app.resources], functions: [...app.functions] });

/** The same spec with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe("parsing a random valid spec", () => {
  test("gives the same result for TypeScript, JSON and YAML", () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const parsed = flat(parseApp(spec));
        expect(flat(parseApp(JSON.parse(JSON.stringify(spec))))).toBe(parsed);
        expect(flat(parseApp(parseYaml(stringify(spec))))).toBe(parsed);
      }),
    );
  });

  test("gives the same result for any order of keys", () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        expect(flat(parseApp(reversed(spec)))).toBe(flat(parseApp(spec)));
      }),
    );
  });

  test("does not change the spec", () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const before = structuredClone(spec);
        parseApp(spec);
        expect(spec).toEqual(before);
      }),
    );
  });

  test("lists every trigger with its source", () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const app = parseApp(spec);
        const bySource = [...app.resources.values()].flatMap((resource) => resource.triggers);
        const withSource = [...app.functions.values()].flatMap((fn) => fn.triggers).filter((t) => t.kind !== "webhook");
        expect(new Set(bySource)).toEqual(new Set(withSource));
      }),
    );
  });
});

describe("parsing the example", () => {
  test.each([undefined, ...environmentsOf(example)])("finds no problems in environment %s", (environment) => {
    expect(checkApp(example, { environment }).problems).toEqual([]);
  });

  test("lets the function of a webhook read its secret without a permission in the spec", () => {
    const pushes = parseApp(example).functions.get("pushes");
    expect(pushes?.permissions).toContainEqual({ name: "githubSecret", kind: "secret", access: ["read"] });
  });
});

describe("resolving", () => {
  const app = parseApp({
    name: "shop",
    tags: { team: "a", app: "shop" },
    defaults: { timeout: "10s", environment: { LEVEL: "info", MODE: "x" } },
    resources: {
      a: { kind: "queue", deadLetter: { queue: "z" } },
      z: { kind: "queue", tags: { team: "b" } },
      m: { kind: "secret", value: { ref: "p.name" } },
      p: { kind: "bucket" },
      b: { kind: "topic", queues: { a: {} } },
    },
    functions: {
      f: {
        handler: "f.ts",
        memory: 512,
        environment: { LEVEL: "debug" },
        permissions: { a: ["send", "receive", "send"], g: ["invoke"] },
        triggers: { w: { kind: "webhook", sender: "slack", secret: "m" }, q: { kind: "queue", queue: "a" } },
      },
      g: { image: { uri: "registry/image:1" } },
    },
  });

  test("fills in the app's defaults, then polyfn's own", () => {
    expect(app.functions.get("f")).toMatchObject({
      ...{ memory: 512, timeout: 10, runtime: "nodejs", architecture: "x86_64", ephemeralStorage: 512 },
      ...{
        logRetention: 30,
        tracing: false,
        environment: { LEVEL: "debug", MODE: "x" },
        tags: { team: "a", app: "shop" },
      },
    });
  });

  test("orders a resource after those it refers to in a field or in a value", () => {
    expect([...app.resources.keys()]).toEqual(["z", "a", "b", "p", "m"]);
  });

  test("prefers a resource's tags to the app's", () => {
    expect(app.resources.get("z")?.tags).toEqual({ team: "b", app: "shop" });
  });

  test("sorts permissions and adds the kind of what they refer to", () => {
    expect(app.functions.get("f")?.permissions).toEqual([
      { name: "a", kind: "queue", access: ["receive", "send"] },
      { name: "g", kind: "function", access: ["invoke"] },
      { name: "m", kind: "secret", access: ["read"] },
    ]);
  });
});

describe("environments and overrides", () => {
  const spec = {
    name: "shop",
    functions: { f: { handler: "f.ts", memory: 128, environment: { A: "1", B: "2" } } },
    environments: { prod: { functions: { f: { memory: 1024, environment: { B: null } } } } },
  };
  const f = (options: ParseOptions) => parseApp(spec, options).functions.get("f");

  test("apply the environment's changes to the spec, then the overrides", () => {
    expect(f({})).toMatchObject({ memory: 128, environment: { A: "1", B: "2" } });
    expect(f({ environment: "prod" })).toMatchObject({ memory: 1024, environment: { A: "1" } });
    expect(f({ environment: "prod" })?.environment).not.toHaveProperty("B");
    expect(f({ environment: "prod", overrides: { functions: { f: { memory: 2048 } } } })?.memory).toBe(2048);
    expect(f({ environment: "constructor" })?.memory).toBe(128);
  });

  test("report problems at the path where the mistake is written", () => {
    const wrong = { ...spec, environments: { prod: { functions: { f: { memory: 1 } } } } };
    expect(checkApp(wrong, { environment: "prod" }).problems[0]?.path).toEqual([
      "environments",
      "prod",
      "functions",
      "f",
      "memory",
    ]);
    expect(checkApp(spec, { overrides: { functions: { f: { memry: 1 } } } }).problems[0]?.path).toEqual([
      "overrides",
      "functions",
      "f",
      "memry",
    ]);
    expect(checkApp(spec, { overrides: "memory" }).problems[0]?.path).toEqual(["overrides"]);
    expect(checkApp({ ...spec, environments: { prod: 5 } }, { environment: "prod" }).problems[0]?.path).toEqual([
      "environments",
      "prod",
    ]);
  });

  test("are named as the cause of a problem only where they cause it", () => {
    const using = {
      name: "shop",
      resources: { jobs: { kind: "queue" } },
      functions: { f: { handler: "f.ts", memory: 1, permissions: { jobs: ["send"] } } },
      environments: { prod: { resources: { jobs: null } } },
    };
    const { problems } = checkApp(using, { environment: "prod" });
    expect(problems.map(({ path, message }) => [path.join("."), /The changes in .*/.exec(message)?.[0]])).toEqual([
      ["functions.f.memory", undefined],
      ["functions.f.permissions.jobs", "The changes in environments.prod cause this."],
    ]);
  });

  test("return the path where a value is written", () => {
    const { placeOf } = checkApp(spec, { environment: "prod" });
    expect(placeOf(["functions", "f", "memory"])).toEqual(["environments", "prod", "functions", "f", "memory"]);
    expect(placeOf(["functions", "f", "handler"])).toEqual(["functions", "f", "handler"]);
  });

  test("keep Outputs unchanged", () => {
    class FakeOutput {
      readonly __pulumiOutput = true;
      apply = () => this;
      get = () => "x";
    }
    const output = new FakeOutput();
    const app = parseApp(
      { name: "shop", functions: { f: { handler: "f.ts", environment: { KEY: output } } } },
      { overrides: { functions: { f: { layers: [output], vpc: { subnets: output, securityGroups: [output] } } } } },
    );
    const fn = app.functions.get("f");
    expect(fn?.environment.KEY).toBe(output);
    expect(fn?.layers[0]).toBe(output);
    expect(fn?.vpc?.subnets).toBe(output);
  });
});

test.each([null, undefined, 5, "spec", [], () => undefined])(
  "reports one problem for a spec that is not an object: %s",
  (input) => {
    expect(checkApp(input).problems).toMatchObject([{ code: "wrong-type", path: [] }]);
  },
);

test("ignores keys at the top of a spec that begin with x-", () => {
  const own = { "x-small": { memory: 128 }, "x-": 1 };
  const functions = { f: { handler: "f.ts" } };
  expect(parseApp({ name: "app", functions, ...own })).toEqual(parseApp({ name: "app", functions }));
  const inside = checkApp({ name: "app", functions: { f: { handler: "f.ts", "x-note": 1 } } });
  expect(inside.problems).toMatchObject([{ code: "unknown-key", path: ["functions", "f", "x-note"] }]);
});
