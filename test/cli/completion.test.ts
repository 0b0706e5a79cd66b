import { expect, it, test } from "vitest";
import { commands } from "../../cli/commands/index.ts";
import { candidates, completionOf } from "../../cli/completion.ts";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

const SPEC = `
name: shop
resources: { jobs: { kind: queue } }
functions:
  worker: { handler: worker.ts, triggers: { onJob: { kind: queue, queue: jobs } } }
  walker: { handler: worker.ts }
`;

function complete(line: string, point?: number): Promise<string[]> {
  const cwd = temporaryDirectory();
  write(cwd, {
    "polyfn.yaml": SPEC,
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.dev.yaml": "config: {}",
    "Pulumi.prod.yaml": "config: {}",
  });
  const words = completionOf({ COMP_LINE: line, ...(point !== undefined && { COMP_POINT: String(point) }) });
  return candidates(words, commands, cwd);
}

test.each([
  ["polyfn pre", ["preview"]],
  ["polyfn help ou", ["outputs"]],
  ["polyfn up -s ", ["dev", "prod"]],
  ["polyfn up --stack p", ["prod"]],
  ["polyfn up --y", ["--yes"]],
  ["polyfn plan --target al", ["aliyun"]],
  ["polyfn completion ", ["bash", "zsh", "fish"]],
  ["polyfn up ", []],
  ["polyfn nonsense ", []],
  ["polyfn build --out ", []],
  ["polyfn invoke -s dev w", ["walker", "worker"]],
  ["polyfn trigger ", ["worker.onJob"]],
  ["polyfn events re", ["record"]],
  ["polyfn events generate qu", ["queue"]],
  ["polyfn events record -s dev wor", ["worker.onJob"]],
])("%s is completed with %j", async (line, expected) => {
  expect(await complete(line)).toEqual(expected);
});

test("what is after the cursor does not count", async () => {
  expect(await complete("polyfn pre --yes", "polyfn pre".length)).toEqual(["preview"]);
});

it.each(["bash", "zsh", "fish"])("prints a script for %s that asks polyfn itself", async (shell) => {
  const { code, out } = await polyfn(".", "completion", shell);
  expect(code).toBe(0);
  expect(out).toContain("polyfn completion-server -- ");
});

it("refuses another shell", async () => {
  expect((await polyfn(".", "completion", "csh")).code).toBe(2);
});
