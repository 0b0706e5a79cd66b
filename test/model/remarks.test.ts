import { describe, expect, test } from "vitest";
import { relevantRemarks } from "../../model/check/relevant-remarks.ts";
import { specRemarks } from "../../model/check/remarks.ts";
import { formatPath } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";
import { unsilenced, silencesOf } from "../../model/silences.ts";

const handler = "f.ts";
const url = { kind: "http" };

/** `path: code` of the remarks on a valid spec that are not silenced. */
function remarksOn(spec: object): string[] {
  const { app, problems } = checkApp({ name: "shop", ...spec });
  expect(problems).toEqual([]);
  return unsilenced(specRemarks(app), silencesOf(app)).map(({ path, code }) => `${formatPath(path)}: ${code}`);
}

describe("the remark nothing-calls", () => {
  test("is made on a function that nothing calls", () => {
    expect(remarksOn({ functions: { f: { handler } } })).toEqual(["functions.f: nothing-calls"]);
  });

  test.each([
    ["a trigger", { f: { handler, triggers: { url } } }],
    ["an invoker", { f: { handler, invokers: { them: { account: "123456789012" } } } }],
    [
      "another function's permission",
      { f: { handler }, g: { handler, triggers: { url }, permissions: { f: ["invoke"] } } },
    ],
    ["another function's failures", { f: { handler }, g: { handler, triggers: { url }, async: { onFailure: "f" } } }],
    ["a reference", { f: { handler }, g: { handler, triggers: { url }, environment: { F: { ref: "f.id" } } } }],
  ])("is not made on a function that %s calls", (_title, functions) => {
    expect(remarksOn({ functions })).toEqual([]);
  });

  test("is made on a function whose log is followed, but that nothing calls", () => {
    const functions = { f: { handler }, g: { handler, triggers: { log: { kind: "log", function: "f" } } } };
    expect(remarksOn({ functions })).toEqual(["functions.f: nothing-calls"]);
  });
});

describe("the remark nothing-uses", () => {
  const resources = { q: { kind: "queue" } };
  const used = { handler, triggers: { url } };

  test("is made on a resource that nothing uses", () => {
    expect(remarksOn({ resources })).toEqual(["resources.q: nothing-uses"]);
  });

  test.each([
    ["a permission", { functions: { f: { ...used, permissions: { q: ["send"] } } } }],
    ["a trigger", { functions: { f: { handler, triggers: { t: { kind: "queue", queue: "q" } } } } }],
    ["a destination", { functions: { f: { ...used, async: { onFailure: "q" } } } }],
    ["a variable of every function", { defaults: { environment: { Q: { ref: "q.url" } } }, functions: { f: used } }],
    [
      "another resource",
      {
        resources: { ...resources, t: { kind: "topic", queues: { q: {} } } },
        functions: { f: { ...used, permissions: { t: ["publish"] } } },
      },
    ],
  ])("is not made on a resource that %s uses", (_title, spec) => {
    expect(remarksOn({ resources, ...spec })).toEqual([]);
  });
});

describe("the remark plain-secret", () => {
  const withEnvironment = (environment: object) => ({ functions: { f: { handler, triggers: { url }, environment } } });

  test.each(["DB_PASSWORD", "githubToken_SECRET", "API_KEY", "TOKEN", "stripe_apikey"])(
    "is made on the variable %s",
    (name) => {
      expect(remarksOn(withEnvironment({ [name]: "x" }))).toEqual([`functions.f.environment.${name}: plain-secret`]);
    },
  );

  test("is not made on configuration references, other names and empty values", () => {
    const environment = { DB_PASSWORD: { config: "db" }, TOKENS: "5", SECRETARY: "Ann", TOKEN: "" };
    expect(remarksOn(withEnvironment(environment))).toEqual([]);
  });

  test("does not repeat the value", () => {
    const { app } = checkApp({ name: "shop", ...withEnvironment({ TOKEN: "hunter2" }) });
    expect(JSON.stringify(specRemarks(app))).not.toContain("hunter2");
  });

  test("is made once for a variable of all functions", () => {
    const functions = { f: { handler, triggers: { url } }, g: { handler, triggers: { url } } };
    expect(remarksOn({ defaults: { environment: { TOKEN: "x" } }, functions })).toEqual([
      "defaults.environment.TOKEN: plain-secret",
    ]);
  });
});

describe("silence", () => {
  test.each([
    ["the app", { silence: { "nothing-calls": "By hand." }, functions: { f: { handler } } }],
    ["the function", { functions: { f: { handler, silence: { "nothing-calls": "By hand." } } } }],
  ])("in %s suppresses the remark", (_title, spec) => {
    expect(remarksOn(spec)).toEqual([]);
  });

  test("in another function does not suppress the remark", () => {
    const functions = { f: { handler }, g: { handler, silence: { "nothing-calls": "By hand." } } };
    expect(remarksOn({ functions })).toEqual(["functions.f: nothing-calls"]);
  });

  test.each([
    ["an unknown code", { "nothing-cals": "By hand." }],
    ["a silence that cannot be silenced", { "unused-silence": "Later." }],
    ["an empty reason", { "nothing-calls": " " }],
    ["no reason", { "nothing-calls": true }],
  ])("with %s is refused", (_title, silence) => {
    const { problems } = checkApp({ name: "shop", functions: { f: { handler, silence } } });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path.slice(0, 3)).toEqual(["functions", "f", "silence"]);
  });

  test.each(["http", "webhook", "schedule", "queue", "topic", "bucket", "stream", "table", "bus", "log"])(
    "is a field of a %s trigger",
    (kind) => {
      const triggers = { t: { kind, silence: { "nothing-calls": "By hand." } } };
      const { problems } = checkApp({ name: "shop", functions: { f: { handler, triggers } } });
      expect(problems.filter(({ path }) => path.includes("silence"))).toEqual([]);
    },
  );

  test("is a field of an adopted resource", () => {
    const q = { kind: "queue", existing: "q", silence: { "nothing-uses": "Soon." } };
    expect(remarksOn({ resources: { q } })).toEqual([]);
  });
});

describe("the remark possible-loop", () => {
  const q = { kind: "queue" };
  const onQueue = (queue: string, more: object = {}) => ({ t: { kind: "queue", queue, ...more } });

  test.each<[string, object]>([
    [
      "over its own queue",
      { resources: { q }, functions: { f: { handler, triggers: onQueue("q"), permissions: { q: ["send"] } } } },
    ],
    [
      "over the queue of a topic",
      {
        resources: { q, t: { kind: "topic", queues: { q: {} } } },
        functions: { f: { handler, triggers: onQueue("q"), permissions: { t: ["publish"] } } },
      },
    ],
    [
      "over the rows of a table",
      {
        resources: { q: { kind: "table", key: { partition: { name: "id" } }, changes: true } },
        functions: {
          f: { handler, triggers: { t: { kind: "table", table: "q" } }, permissions: { q: ["read", "write"] } },
        },
      },
    ],
    [
      "over a bus whose events have any type",
      {
        resources: { q: { kind: "bus" } },
        functions: {
          f: {
            handler,
            triggers: { t: { kind: "bus", bus: "q", pattern: { source: ["shop"] } } },
            permissions: { q: ["put"] },
          },
        },
      },
    ],
  ])("is made on the trigger of a function that may call itself %s", (_title, spec) => {
    expect(remarksOn(spec)).toEqual(["functions.f.triggers.t: possible-loop"]);
  });

  test("is made once on a loop of two functions", () => {
    const resources = { q, b: { kind: "bucket" } };
    const functions = {
      f: { handler, triggers: onQueue("q"), permissions: { b: ["write"] } },
      g: { handler, triggers: { t: { kind: "bucket", bucket: "b" } }, permissions: { q: ["send"] } },
    };
    expect(remarksOn({ resources, functions })).toEqual(["functions.g.triggers.t: possible-loop"]);
  });

  test("is made once on several loops with one trigger", () => {
    const resources = { q, t: { kind: "topic", queues: { q: {} } } };
    const permissions = { q: ["send"], t: ["publish"] };
    const functions = { f: { handler, triggers: onQueue("q"), permissions } };
    expect(remarksOn({ resources, functions })).toEqual(["functions.f.triggers.t: possible-loop"]);
  });

  test("is made on the permission when two functions invoke each other", () => {
    const functions = {
      f: { handler, triggers: { url }, permissions: { g: ["invoke"] } },
      g: { handler, permissions: { f: ["invoke"] } },
    };
    expect(remarksOn({ functions })).toEqual(["functions.g.permissions.f: possible-loop"]);
  });

  test.each<[string, object]>([
    ["it only receives", { permissions: { q: ["receive"] } }],
    ["its trigger filters", { triggers: onQueue("q", { filter: { kind: ["new"] } }), permissions: { q: ["send"] } }],
    ["its trigger is off", { triggers: onQueue("q", { enabled: false }), permissions: { q: ["send"] } }],
    ["the queue is another", { permissions: { q: ["receive"], other: ["send"] } }],
  ])("is not made where %s", (_title, fn) => {
    const functions = { f: { handler, triggers: onQueue("q"), permissions: {}, ...fn } };
    const spec = {
      resources: { q, ...("other" in (fn as { permissions: object }).permissions && { other: q }) },
      functions,
    };
    expect(remarksOn(spec)).toEqual([]);
  });

  test("is suppressed by a silence of the trigger", () => {
    const t = { kind: "queue", queue: "q", silence: { "possible-loop": "Work is split until nothing is left." } };
    expect(
      remarksOn({ resources: { q }, functions: { f: { handler, triggers: { t }, permissions: { q: ["send"] } } } }),
    ).toEqual([]);
  });

  test("is not made where the loop is certain and a problem reports it", () => {
    const spec = {
      name: "shop",
      resources: { t: { kind: "topic" } },
      functions: { f: { handler, triggers: { t: { kind: "topic", topic: "t" } }, permissions: { t: ["publish"] } } },
    };
    const { app, problems } = checkApp(spec);
    expect(problems.map(({ code }) => code)).toEqual(["loop"]);
    expect(specRemarks(app)).toEqual([]);
  });
});

describe("a remark about a missing part", () => {
  /** Codes of problems and of the remarks reported with them. */
  const told = (spec: object): string[] => {
    const checked = checkApp({ name: "shop", ...spec });
    return [...checked.problems, ...relevantRemarks(checked, specRemarks(checked.app))].map(({ code }) => code);
  };

  test.each<[string, object, string[]]>([
    [
      "its function's triggers",
      { functions: { f: { handler, triggers: { t: { kind: "http", path: "/" } } } } },
      ["unknown-key"],
    ],
    [
      "the only trigger, which cannot be read",
      { functions: { f: { handler, triggers: { t: { kind: "schedule" } } } } },
      ["conflict"],
    ],
    [
      "the trigger that would use the resource",
      {
        resources: { b: { kind: "bus" } },
        functions: { f: { handler, triggers: { url, t: { kind: "bus", bus: "b" } } } },
      },
      ["missing"],
    ],
    [
      "a misspelt name of it",
      {
        resources: { jobs: { kind: "queue" } },
        functions: { f: { handler, triggers: { url }, permissions: { jbos: ["send"] } } },
      },
      ["dangling-reference"],
    ],
  ])("is not made where a problem with %s may be the cause", (_title, spec, codes) => {
    expect(told(spec)).toEqual(codes);
  });

  test("is made beside an unrelated problem", () => {
    expect(told({ functions: { f: { handler }, g: { handler, triggers: { url }, memory: 1 } } })).toEqual([
      "out-of-range",
      "nothing-calls",
    ]);
  });
});
