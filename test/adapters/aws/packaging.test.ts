import { expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { richSpec } from "../rich-spec.ts";

const app = parseApp(richSpec);

function packaged(name: string) {
  const fn = app.functions.get(name);
  if (!fn) throw new Error(`no function ${name}`);
  return aws.package(fn, app);
}

it("other languages are packaged unchanged, and images not at all", () => {
  expect(packaged("script")).toMatchObject({
    kind: "files",
    handler: "report.main",
    runtime: "python3.13",
    root: "/var/task",
    provides: expect.arrayContaining(["boto3"]),
  });
  expect(packaged("binary")).toEqual({
    kind: "files",
    handler: "bootstrap",
    runtime: "provided.al2023",
    root: "/var/task",
    program: "bootstrap",
    provides: [],
  });
  expect(packaged("images")).toEqual({ kind: "image" });
});

it("the entry imports only the codecs and clients that the function uses", () => {
  const node = packaged("hooks");
  if (node.kind !== "node") throw new Error("not Node.js");
  expect(node).toMatchObject({ syntax: "node22", handler: "index.handler", runtime: "nodejs22.x" });
  const imports = [...node.entry("/app/hooks.ts").matchAll(/import(?: .* from |\()"(.*?)"/g)].map(([, file]) => file);
  expect(imports).toEqual([
    "./adapters/aws/runtime/entry.ts",
    "./adapters/aws/runtime/triggers/webhook.ts",
    "./adapters/aws/runtime/clients/function.ts",
    "./adapters/aws/runtime/clients/secret.ts",
    "./adapters/aws/runtime/clients/topic.ts",
    "./runtime/shim/load.ts",
    "/app/hooks.ts",
  ]);
});

it("a webhook matches a call before http does", () => {
  const both = parseApp({
    name: "shop",
    resources: { api: { kind: "api" }, s: { kind: "secret" } },
    functions: {
      f: {
        handler: "f.ts",
        triggers: {
          a: { kind: "http", api: "api" },
          b: { kind: "webhook", sender: "slack", secret: "s", tolerance: "1m" },
        },
      },
    },
  });
  const fn = both.functions.get("f");
  const node = fn && aws.package(fn, both);
  if (node?.kind !== "node") throw new Error("not Node.js");
  expect(node.entry("h")).toContain("codecs: { webhook: webhookCodec, http: httpCodec }");
  expect(node.entry("h")).toContain('"webhook":[{"name":"b","sender":"slack","secret":"s","tolerance":60}');
});
