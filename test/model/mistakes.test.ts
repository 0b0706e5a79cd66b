import { describe, expect, test } from "vitest";
import { formatPath, SpecError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";

/** A spec in which nearly everything is wrong, as parsed from a file. */
const spec = {
  name: "Media",
  defalts: { memory: 512 },
  defaults: { timeout: 30, runtime: "node" },
  resources: {
    jobs: { kind: "queue", visibilityTimeout: "5s", deadLetter: { queue: "failed" } },
    failed: { kind: "queue", deadLetter: { queue: "jobs" }, retention: "30d" },
    orders: { kind: "queue", fifo: true, deadLetter: { queue: "dead" } },
    dead: { kind: "queue", deduplicate: true },
    uploads: { kind: "buckett" },
    files: { kind: "bucket", cors: { origin: ["*"] } },
    token: { kind: "secret", value: "hunter2-hunter2" },
    ledger: { kind: "table" },
    rows: { kind: "table", key: { partition: { name: "id" } } },
    old: { kind: "queue", existing: "old-queue", delay: "5s" },
    clicks: { kind: "stream", shards: 0 },
    site: { kind: "api" },
    "1st": { kind: "bus" },
  },
  functions: {
    thumbnail: {
      handler: "functions/thumbnail.ts",
      memory: "512",
      timeout: "10s",
      environment: { QUEUE: { ref: "jbos.url" }, FILES: { ref: "files.url" }, PASSWORD: 1234567 },
      permissions: { files: ["write"], jobs: ["read"], job: ["send"] },
      async: { onFailure: "thumbnail" },
      triggers: {
        onUpload: { kind: "bucket", bucket: "files" },
        onJob: { kind: "queue", queue: "jobs" },
        nightly: { kind: "schedule", cron: "0 0 31 2 *" },
        often: { kind: "schedule", rate: "90s" },
        hook: { kind: "webhook", sender: "github", secret: "tokn" },
        ownLog: { kind: "log", function: "thumbnail" },
      },
    },
    gallery: {
      triggers: {
        api: { kind: "http", api: "site", routes: ["GET /images/{id}"], auth: "jwt" },
        again: { kind: "http", api: "site", routes: ["GET /images/{key}"] },
        rows: { kind: "table", table: "rows", batchSize: 0 },
        clicks: { kind: "stream", stream: "clicks" },
      },
    },
    counter: {
      handler: "functions/counter.ts",
      fileSystem: { id: "fs-1", path: "/mnt/data" },
      triggers: {
        clicks: { kind: "stream", stream: "clicks" },
        address: { kind: "http", routes: ["GET /"] },
        second: { kind: "http" },
        orders: { kind: "queue", queue: "orders", batchSize: 100 },
      },
    },
    files: { handler: "functions/files.ts" },
  },
};

/** Each mistake: path, code, and a part of the remedy. */
const MISTAKES: readonly (readonly [path: string, code: string, remedy: string])[] = [
  ["name", "bad-format", "Remove or replace"],
  ["defalts", "unknown-key", '"defaults"'],
  ["defaults.timeout", "wrong-type", '"30s"'],
  ["defaults.runtime", "not-allowed", '"nodejs"'],
  ["resources.jobs.visibilityTimeout", "visibility-too-short", '"10s"'],
  ["resources.failed.deadLetter.queue", "dead-letter-circle", "no deadLetter"],
  ["resources.failed.retention", "out-of-range", "within the range"],
  ["resources.orders.deadLetter.queue", "fifo-mismatch", "fifo: true"],
  ["resources.dead.deduplicate", "conflict", "fifo: true"],
  ["resources.uploads.kind", "not-allowed", '"bucket"'],
  ["resources.files.cors.origin", "unknown-key", '"origins"'],
  ["resources.token.value", "secret-in-spec", "pulumi config set --secret"],
  ["resources.ledger.key", "missing", "Add it"],
  ["resources.old.delay", "conflict", "Remove delay"],
  ["resources.clicks.shards", "out-of-range", "within the range"],
  ['resources["1st"]', "bad-name", "Rename it"],
  ["functions.thumbnail.memory", "wrong-type", "without quotes"],
  ["functions.thumbnail.environment.QUEUE", "dangling-reference", '"jobs"'],
  ["functions.thumbnail.environment.FILES", "bad-attribute", "files.name"],
  ["functions.thumbnail.environment.PASSWORD", "wrong-type", "in quotes"],
  ["functions.thumbnail.permissions.jobs", "bad-permission", "send"],
  ["functions.thumbnail.permissions.job", "dangling-reference", '"jobs"'],
  ["functions.thumbnail.async.onFailure", "loop", "outside the cycle"],
  ["functions.thumbnail.triggers.onUpload", "loop", "prefix"],
  ["functions.thumbnail.triggers.nightly.cron", "bad-cron", "day of month"],
  ["functions.thumbnail.triggers.often.rate", "bad-format", "whole minutes"],
  ["functions.thumbnail.triggers.hook.secret", "dangling-reference", '"token"'],
  ["functions.thumbnail.triggers.ownLog.function", "loop", "another function"],
  ["functions.gallery.handler", "conflict", "handler"],
  ["functions.gallery.triggers.api.auth", "conflict", "jwt"],
  ["functions.gallery.triggers.api.routes", "duplicate-route", "another method or path"],
  ["functions.gallery.triggers.rows.table", "conflict", "changes: true"],
  ["functions.gallery.triggers.rows.batchSize", "out-of-range", "within the range"],
  ["functions.gallery.triggers.clicks", "shared-position", 'consumer: "gallery"'],
  ["functions.counter.fileSystem", "conflict", "vpc"],
  ["functions.counter.triggers.address.routes", "conflict", "api"],
  ["functions.counter.triggers.second", "several-addresses", "api"],
  ["functions.counter.triggers.orders.batchSize", "out-of-range", "10 or less"],
  ["functions.files", "name-clash", "Rename"],
];

function report(): SpecError {
  try {
    parseApp(spec, { origin: "polyfn.yaml" });
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("The spec was accepted.");
}

describe("a spec with many mistakes", () => {
  const { problems, message } = report();

  test.each(MISTAKES)("reports %s as %s with its remedy", (path, code, remedy) => {
    const found = problems.filter((problem) => formatPath(problem.path) === path);
    expect(found).toMatchObject([{ code, remedy: expect.stringContaining(remedy) }]);
  });

  test("reports every mistake and nothing else", () => {
    const found = problems.map((problem) => `${formatPath(problem.path)} ${problem.code}`);
    expect(found.sort()).toEqual(MISTAKES.map(([path, code]) => `${path} ${code}`).sort());
  });

  test("writes every problem in whole sentences", () => {
    for (const problem of problems) {
      expect(problem.message).toMatch(/^["A-Z0-9].*\.$/s);
      expect(problem.remedy).toMatch(/^[A-Z].*[.?]$/s);
      expect(problem.message).not.toMatch(/invalid input|expected|received|undefined|regex/i);
    }
    expect(message).toContain(`${MISTAKES.length} problems in polyfn.yaml`);
  });

  test("never repeats values that may be secret", () => {
    expect(message).not.toContain("hunter2");
    expect(message).not.toContain("1234567");
  });
});
