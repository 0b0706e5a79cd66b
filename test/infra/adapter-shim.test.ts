import { execFileSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { nodeEntry } from "../../adapters/shared/node-entry.ts";
import { buildFunctions } from "../../infra/build/index.ts";
import { parseApp } from "../../model/parse.ts";
import { adapterFiles } from "../engine/support/mycloud.ts";
import { projectFiles } from "../engine/support/mycloud-project.ts";
import { tinyCloud } from "../fakes/tiny-cloud/adapter.ts";
import { bytesOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const SPEC = {
  name: "mine",
  resources: { jobs: { kind: "queue" } },
  functions: { worker: { handler: "worker.ts", triggers: { onJob: { kind: "queue", queue: "jobs" } } } },
};

test("a shim in an adapter's own package is bundled with polyfn/adapter/shim and handles an event", async () => {
  const directory = temporaryDirectory();
  write(directory, { "worker.ts": projectFiles["worker.ts"] ?? "" });
  const adapter = temporaryDirectory();
  write(adapter, Object.fromEntries(Object.entries(adapterFiles).filter(([name]) => name.startsWith("runtime/"))));
  const { artifacts } = await buildFunctions({
    app: parseApp(SPEC),
    directory,
    adapter: {
      ...tinyCloud,
      package: (fn, app) => ({
        kind: "node",
        syntax: "node20",
        entry: (handlerModule) =>
          nodeEntry(fn, app, { shim: join(adapter, "runtime"), handlerModule, told: () => ({}) }),
        handler: "index.handler",
        runtime: "nodejs20.x",
      }),
    },
  });
  const unpacked = temporaryDirectory();
  write(unpacked, bytesOf(artifacts.get("worker")?.zip ?? ""));
  const message = (messageId: string) => ({
    messageId,
    body: JSON.stringify(messageId),
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:jobs",
    attributes: { SentTimestamp: "0", ApproximateReceiveCount: "1" },
  });
  const event = JSON.stringify({ Records: [message("now"), message("later")] });
  const script = `const { handler } = await import("./index.mjs");
    const context = { awsRequestId: "r", getRemainingTimeInMillis: () => 3000 };
    console.log(JSON.stringify(await handler(${event}, context)));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: unpacked,
    encoding: "utf8",
  });
  expect(JSON.parse(printed.trim().split("\n").at(-1) ?? "")).toEqual({
    batchItemFailures: [{ itemIdentifier: "later" }],
  });
});
