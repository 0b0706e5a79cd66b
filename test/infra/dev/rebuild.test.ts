import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { aliyun } from "../../../adapters/aliyun/adapter.ts";
import { aws } from "../../../adapters/aws/adapter.ts";
import { Rebuilder } from "../../../infra/dev/rebuild.ts";
import { deploymentOf } from "../../../infra/deployment.ts";
import { planApp, prepareApp } from "../../../infra/prepare.ts";
import { checkSpec } from "../../../model/checked-spec.ts";
import { SpecError } from "../../../model/errors.ts";
import { temporaryDirectory, write } from "../project.ts";

const SPEC = {
  name: "shop",
  silence: { "nothing-uses": "Kept for later." },
  resources: { jobs: { kind: "queue" } },
  functions: {
    worker: { handler: "worker.ts", triggers: { onJob: { kind: "queue", queue: "jobs" } } },
    site: { handler: "site.ts", triggers: { url: { kind: "http" } }, include: ["pages/**"] },
  },
};

const FILES = {
  "shared.ts": "export const greeting = 'hello';",
  "worker.ts": 'import { greeting } from "./shared.ts";\nexport default { queue() { console.log(greeting); } };',
  "site.ts": "export default { http() { return new Response('0'); } };",
  "pages/index.html": "<h1>0</h1>",
};

function project(adapter = aws) {
  const directory = temporaryDirectory();
  write(directory, FILES);
  const request = {
    spec: checkSpec(SPEC, { environment: "test", overrides: undefined, origin: "polyfn.json" }),
    adapter,
    stack: "test",
    directory,
    deployment: (app: string) => deploymentOf({ app, stack: "test", adapter }),
  };
  const rebuilder = new Rebuilder({ plan: planApp(request), spec: request.spec, directory });
  onTestFinished(() => rebuilder.dispose());
  /** As `polyfn build` does, with nothing kept from earlier builds. */
  const fresh = async (name: string) => (await prepareApp(request)).artifacts.get(name);
  return { directory, rebuilder, fresh };
}

test.each([aws, aliyun])("makes the packages of polyfn build, whatever was built before ($name)", async (adapter) => {
  const { directory, rebuilder, fresh } = project(adapter);
  await rebuilder.buildAll();
  const edit = fc.record({
    file: fc.constantFrom("shared.ts", "worker.ts", "site.ts", "pages/index.html"),
    number: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(edit, async ({ file, number }) => {
      write(directory, { [file]: `${FILES[file as keyof typeof FILES]}\n// ${number}\n;globalThis.x = ${number};` });
      for (const name of rebuilder.affected([join(directory, file)])) {
        const { sha256, content } = await rebuilder.build(name);
        const built = await fresh(name);
        expect(sha256).toBe(built?.sha256);
        expect(Buffer.compare(content, readFileSync(built?.zip ?? ""))).toBe(0);
      }
    }),
    { numRuns: 8 },
  );
});

test("names only the functions that a file belongs to", async () => {
  const { directory, rebuilder } = project();
  const at = (path: string) => rebuilder.affected([join(directory, path)]);
  expect(at("anything.ts"), "before the first build").toEqual(["site", "worker"]);
  await rebuilder.buildAll();
  expect(at("shared.ts")).toContain("worker");
  expect(at("worker.ts")).toContain("worker");
  // A function that includes files is built again for any file, because a new one may match.
  expect(at("README.md")).toEqual(["site"]);
  expect(at("node_modules/.package-lock.json")).toEqual(["site", "worker"]);
});

test("builds a function again that failed, when the file that it missed appears", async () => {
  const { directory, rebuilder } = project();
  await rebuilder.buildAll();
  write(directory, { "worker.ts": 'import { later } from "./later.ts";\nexport default { queue() { later(); } };' });
  const failed = await rebuilder.build("worker").catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(SpecError);
  expect(String(failed)).toContain("later.ts");
  write(directory, { "later.ts": "export const later = () => {};" });
  expect(rebuilder.affected([join(directory, "later.ts")])).toContain("worker");
  await expect(rebuilder.build("worker")).resolves.toMatchObject({ sha256: expect.any(String) });
});

test("reports a broken source for as long as it is broken", async () => {
  const { directory, rebuilder } = project();
  write(directory, { "worker.ts": "export default {" });
  for (const _ of [1, 2]) await expect(rebuilder.build("worker")).rejects.toThrow("worker.ts:1:");
  write(directory, { "worker.ts": FILES["worker.ts"] });
  await expect(rebuilder.build("worker")).resolves.toBeDefined();
});
