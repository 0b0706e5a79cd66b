import { describe, expect, it } from "vitest";
import { type DeploymentReport, DeploymentRun } from "../../../cli/deployment/deployment-run.ts";
import { Parts } from "../../../cli/deployment/parts.ts";
import type { Live } from "../../../terminal/progress.ts";
import { testIo } from "../polyfn.ts";
import { diagnostic, fakeStack, step, urnOf } from "./engine.ts";

const node = (type: string, name: string, path: readonly string[]) => ({
  type,
  name: `shop-aws-us-east-1-${name}`,
  path,
  component: false,
  parent: undefined,
  inputs: {},
  options: {},
});
const nodes = [
  node("aws:lambda/function:Function", "worker", ["functions", "worker"]),
  node("aws:lambda/eventSourceMapping:EventSourceMapping", "worker-jobs", ["functions", "worker", "triggers", "onJob"]),
];
const deployment = {
  name: "shop-aws-us-east-1",
  title: "aws",
  graph: { nodes: new Map(nodes.map((one) => [`${one.type}::${one.name}` as never, one])) },
  served: new Set(["site"]),
};
const parts = () => new Parts([deployment]);

const worker = { type: "aws:lambda/function:Function", name: "worker", of: "worker" };
const mapping = { type: "aws:lambda/eventSourceMapping:EventSourceMapping", name: "worker-jobs", of: "worker" };
const summary = { summaryEvent: { resourceChanges: { same: 7, update: 1 } } };

describe("a run of the engine", () => {
  it("says what changed of which part, how many did not, and what is reachable where", async () => {
    const { io, written } = testIo("/project");
    const outputs = {
      functions: { worker: { name: "shop-dev-worker", id: "arn:worker", url: "https://worker.example/" } },
      resources: {
        jobs: { name: "shop-dev-jobs", id: "arn:jobs", url: "https://sqs.example/jobs" },
        site: { name: "shop-dev-site", id: "arn:site", url: "https://site.example/" },
      },
    };
    const events = [
      ...step({ ...worker, op: "update", diffs: ["code", "memorySize"] }),
      ...step({ ...mapping, op: "replace", diffs: ["batchSize", "eventSourceArn"], keys: ["eventSourceArn"] }),
      ...step({ op: "create", type: "aws:sqs/queue:Queue", name: "jobs", of: "jobs" }),
      ...step({ op: "delete", type: "aws:s3/bucket:Bucket", name: "old", of: "old" }),
      ...step({ op: "same", type: "aws:iam/role:Role", name: "worker-role", of: "worker" }),
      summary,
    ];
    const code = await new DeploymentRun("dev", fakeStack(events, { outputs }), parts(), io, false).run("up");
    expect(code).toBe(0);
    expect(written.out.replace(/in \d+ s/, "in 1 s")).toBe(
      [
        "    worker",
        "      ~ Function worker updated: code, memorySize",
        "      ! EventSourceMapping worker-jobs (trigger onJob) replaced: eventSourceArn",
        "  + jobs: created",
        "  - old: deleted",
        "Deployed dev: 1 created, 1 updated, 1 replaced, 1 deleted, 7 unchanged, in 1 s.",
        "  worker  https://worker.example/",
        "  site    https://site.example/",
        "All names and identifiers: polyfn outputs -s dev",
        "",
      ].join("\n"),
    );
  });

  it("shows a warning once, and an error with the part that it is about", async () => {
    const { io, written } = testIo("/project");
    const urn = urnOf(mapping.type, "shop-aws-us-east-1-worker-jobs");
    const events = [
      diagnostic("warning", "<{%fg 3%}>this is deprecated<{%reset%}>\n"),
      diagnostic("warning", "this is deprecated"),
      diagnostic("debug", "noise"),
      diagnostic("info#err", "a line of the program"),
      diagnostic("error", "AccessDenied: no\n  more of it", urn),
      diagnostic("error", "update failed", "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"),
    ];
    const run = new DeploymentRun("dev", fakeStack(events, { exitCode: 255 }), parts(), io, false);
    expect(await run.run("up")).toBe(3);
    expect(written.err).toBe(
      [
        "polyfn deploying dev",
        "warning this is deprecated",
        "error worker.onJob (shop-aws-us-east-1-worker-jobs): AccessDenied: no",
        "      more of it",
        "",
      ].join("\n"),
    );
    expect(written.out).toMatch(/^Failed in \d+ s\. dev: nothing changed\.\n$/);
  });

  it("shows what an engine says that fails before it begins", async () => {
    const { io, written } = testIo("/project");
    const stack = fakeStack([], { exitCode: 255, stderr: "error: incorrect passphrase" });
    expect(await new DeploymentRun("dev", stack, parts(), io, false).run("up")).toBe(3);
    expect(written.err).toContain("error: incorrect passphrase");
  });

  it("reports one JSON object, and nothing else on standard output", async () => {
    const { io, written } = testIo("/project");
    const events = [
      ...step({ ...mapping, op: "update", diffs: ["batchSize"] }),
      diagnostic("warning", "careful"),
      summary,
    ];
    await new DeploymentRun("dev", fakeStack(events, { outputs: { a: 1 } }), parts(), io, true).run("up");
    const { seconds, ...report } = JSON.parse(written.out) as DeploymentReport;
    expect(seconds).toBeTypeOf("number");
    expect(report).toEqual({
      stack: "dev",
      operation: "up",
      result: "succeeded",
      changes: [
        {
          change: "updated",
          target: "aws",
          part: "worker",
          trigger: "onJob",
          type: mapping.type,
          urn: urnOf(mapping.type, "shop-aws-us-east-1-worker-jobs"),
          properties: ["batchSize"],
        },
      ],
      unchanged: 7,
      diagnostics: [{ severity: "warning", message: "careful" }],
      servers: {},
      outputs: { a: 1 },
    });
  });

  it("compares in JSON as a preview, with the differences of each change", async () => {
    const { io, written } = testIo("/project");
    const events = [
      ...step({ ...worker, op: "update", before: { memorySize: 128 }, after: { memorySize: 333 } }),
      summary,
    ];
    expect(await new DeploymentRun("dev", fakeStack(events), parts(), io, true).compare()).toBe(0);
    const { changes, ...report } = JSON.parse(written.out) as DeploymentReport;
    expect(report).toMatchObject({ stack: "dev", operation: "preview", result: "succeeded", unchanged: 7 });
    expect(changes).toMatchObject([
      {
        ...{ change: "updated", part: "worker" },
        ...{ differences: [{ property: "memorySize", before: 128, after: 333 }], permissions: [], replacedBecause: [] },
      },
    ]);
    const failing = fakeStack([diagnostic("error", "no access")], { exitCode: 255 });
    expect(await new DeploymentRun("dev", failing, parts(), io, true).compare()).toBe(3);
  });

  it("reports an interruption with its own exit code", async () => {
    const interruption = new AbortController();
    const { io, written } = testIo("/project", { signal: interruption.signal });
    const stack = fakeStack([...step({ ...worker, op: "create" })], { exitCode: 255 });
    const interrupted: typeof stack = {
      ...stack,
      up(options) {
        interruption.abort();
        return stack.up(options);
      },
    };
    expect(await new DeploymentRun("dev", interrupted, parts(), io, false).run("up")).toBe(130);
    expect(written.err).toContain("press Ctrl-C again to kill it");
    expect(written.out).toContain("Interrupted");
  });

  it("rewrites the parts at work on a terminal, and removes them in the end", async () => {
    const frames: string[][] = [];
    let ended = false;
    const live: Live = {
      update: (lines) => frames.push([...lines]),
      end: () => {
        ended = true;
      },
    };
    const progress = Object.assign(() => undefined, { live: () => live });
    const { io } = testIo("/project", { progress });
    const [begun, done] = step({ ...worker, op: "create" });
    const stack = fakeStack([]);
    const slow: typeof stack.up = async (options = {}) => {
      const outcome = fakeStack([begun ?? {}]).up(options);
      await expect
        .poll(() => frames.at(-1))
        .toEqual([expect.stringMatching(/^deploying dev: after/), "  worker 0 of 1"]);
      await fakeStack([done ?? {}]).up(options);
      await expect.poll(() => frames.at(-1)).toEqual([expect.stringMatching(/^deploying dev: 1 resource after/)]);
      return outcome;
    };
    await new DeploymentRun("dev", { ...stack, up: slow }, parts(), io, false).run("up");
    expect(ended).toBe(true);
  });
});

describe("the parts of a stack", () => {
  it("are those of the components for resources that no plan has", () => {
    const [, deleted] = step({ op: "delete", type: "aws:s3/bucket:Bucket", name: "old-files", of: "old" });
    const { metadata } = (
      deleted as { resOutputsEvent: { metadata: { urn: string; type: string; old: { parent: string } } } }
    ).resOutputsEvent;
    const found = parts().of({ ...metadata, name: "shop-aws-us-east-1-old-files", parent: metadata.old.parent });
    expect(found).toEqual({ deployment: "shop-aws-us-east-1", name: "old" });
  });

  it("have no name outside of an App", () => {
    const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::mine";
    expect(parts().of({ urn, type: "aws:s3/bucket:Bucket", name: "mine", parent: undefined })).toEqual({});
  });
});
