import { describe, expect, expectTypeOf, test } from "vitest";
import type { AppInput } from "../../model/app.ts";
import { defineApp } from "../../model/define-app.ts";
import type { Value } from "../../model/value.ts";

/** Most of this file is checked by the compiler: `npm run types` fails when an expected error is absent. */
const app = defineApp({
  name: "media",
  defaults: { runtime: "nodejs", memory: 256, timeout: "30s" },
  resources: {
    uploads: { kind: "bucket" },
    jobs: { kind: "queue", visibilityTimeout: "3m", deadLetter: { queue: "failed", maxReceives: 3 } },
    failed: { kind: "queue" },
    news: { kind: "topic", queues: { jobs: { raw: false } } },
    ledger: { kind: "table", key: { partition: { name: "id" } } },
  },
  functions: {
    thumbnail: {
      handler: "functions/thumbnail.ts",
      environment: { QUEUE: { ref: "jobs.url" }, LEDGER: { ref: "ledger.name" }, LEVEL: "debug" },
      triggers: { onUpload: { kind: "bucket", bucket: "uploads", events: ["created"], prefix: "in/", suffix: ".png" } },
      permissions: { uploads: ["read", "write"], jobs: ["send"], report: ["invoke"] },
      async: { retries: 2, maxAge: "1h", onFailure: "failed", onSuccess: "report" },
      override: { aws: { function: { ephemeralStorage: { size: 1024 } } } },
    },
    report: { handler: "functions/report.ts", triggers: { daily: { kind: "schedule", cron: "0 4 * * *" } } },
  },
});

describe("defineApp", () => {
  test("returns a type that every parameter for a spec accepts", () => {
    expectTypeOf(app).toExtend<AppInput>();
    expectTypeOf({ name: "x", functions: { f: { handler: "f.ts", layers: ["a"] } } } as const).toExtend<AppInput>();
    defineApp(app);
  });

  test("returns the same object it was given", () => {
    const spec = { name: "plain" } as const;
    expect(defineApp(spec)).toBe(spec);
  });

  test("keeps the literal types that handlers are typed by", () => {
    type App = typeof app;
    expectTypeOf<keyof App["functions"]>().toEqualTypeOf<"thumbnail" | "report">();
    expectTypeOf<keyof App["functions"]["thumbnail"]["permissions"]>().toEqualTypeOf<"uploads" | "jobs" | "report">();
    expectTypeOf<App["functions"]["thumbnail"]["permissions"]["jobs"][number]>().toEqualTypeOf<"send">();
    expectTypeOf<App["resources"]["uploads"]["kind"]>().toEqualTypeOf<"bucket">();
    expectTypeOf<App["functions"]["thumbnail"]["triggers"]["onUpload"]["kind"]>().toEqualTypeOf<"bucket">();
  });

  test("accepts values that are known only during the deployment", () => {
    const output = { apply: () => undefined, get: () => "vpc-1" };
    expectTypeOf(output).toExtend<Value>();
    defineApp({ name: "x", functions: { f: { handler: "f.ts", environment: { VPC: output } } } });
  });
});

test("allows only names of resources of the right kind in a trigger", () => {
  defineApp({
    name: "x",
    resources: { jobs: { kind: "queue" }, news: { kind: "topic" } },
    functions: {
      // @ts-expect-error news is a topic
      a: { handler: "f.ts", triggers: { t: { kind: "queue", queue: "news" } } },
      // @ts-expect-error there is no jobz
      b: { handler: "f.ts", triggers: { t: { kind: "queue", queue: "jobz" } } },
      // @ts-expect-error there is no secret at all
      c: { handler: "f.ts", triggers: { t: { kind: "webhook", sender: "github", secret: "jobs" } } },
      // @ts-expect-error a log trigger follows a function
      d: { handler: "f.ts", triggers: { t: { kind: "log", function: "jobs" } } },
      // @ts-expect-error jobs is not an api
      e: { handler: "f.ts", triggers: { t: { kind: "http", api: "jobs" } } },
      // @ts-expect-error a dead-letter queue is a queue
      f: { handler: "f.ts", triggers: { t: { kind: "topic", topic: "news", deadLetter: "news" } } },
      // @ts-expect-error a destination is not a function that is absent
      g: { handler: "f.ts", async: { onFailure: "nobody" } },
      // @ts-expect-error there is no such kind
      h: { handler: "f.ts", triggers: { t: { kind: "mail" } } },
      // @ts-expect-error the field is called batchSize
      i: { handler: "f.ts", triggers: { t: { kind: "queue", queue: "jobs", batch: 5 } } },
    },
  });
});

test("allows only existing names and verbs of their kind in permissions", () => {
  defineApp({
    name: "x",
    resources: { jobs: { kind: "queue" }, site: { kind: "api" } },
    functions: {
      // @ts-expect-error queues are sent to and received from
      a: { handler: "f.ts", permissions: { jobs: ["read"] } },
      // @ts-expect-error there is no jobz
      b: { handler: "f.ts", permissions: { jobz: ["send"] } },
      // @ts-expect-error functions are invoked
      c: { handler: "f.ts", permissions: { a: ["send"] } },
      // @ts-expect-error nothing can be permitted on an api
      d: { handler: "f.ts", permissions: { site: ["read"] } },
    },
  });
});

test("allows only existing names in the references of a resource", () => {
  defineApp({
    name: "x",
    resources: {
      jobs: { kind: "queue" },
      // @ts-expect-error there is no failed
      work: { kind: "queue", deadLetter: { queue: "failed" } },
      // @ts-expect-error there is no inbox
      news: { kind: "topic", queues: { inbox: {} } },
      // @ts-expect-error the unit is missing
      slow: { kind: "queue", visibilityTimeout: "30" },
    },
  });
});

test("allows only existing attributes in a reference", () => {
  defineApp({
    name: "x",
    resources: { files: { kind: "bucket" } },
    functions: {
      // @ts-expect-error a bucket has no url
      a: { handler: "f.ts", environment: { FILES: { ref: "files.url" } } },
      // @ts-expect-error there is no filez
      b: { handler: "f.ts", environment: { FILES: { ref: "filez.name" } } },
      c: { handler: "f.ts", environment: { SELF: { ref: "a.url" } } },
    },
  });
});

test("rejects unknown fields at every level", () => {
  // @ts-expect-error the field is called functions
  defineApp({ name: "x", function: {} });
  // @ts-expect-error the field is called memory
  defineApp({ name: "x", functions: { f: { handler: "f.ts", memry: 512 } } });
  // @ts-expect-error the field is called memory
  defineApp({ name: "x", defaults: { memoryMb: 512 } });
});
