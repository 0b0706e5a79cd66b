/**
 * How long packaging takes for each target: 100 and 1,000 TypeScript functions, each importing zod and with a client of
 * a queue, from nothing and again when nothing has changed. `npx tsx bench/build.ts [functions...]`, or
 * POLYFN_BENCH_FUNCTIONS for one other number.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Adapter } from "../adapters/contract.ts";
import { adapters } from "../adapters/index.ts";
import { table } from "../cli/table.ts";
import { buildFunctions } from "../infra/build/index.ts";
import { parseApp } from "../model/parse.ts";

const handler = (index: number): string => `
import { defineHandler } from "polyfn/runtime";
import { z } from "zod";
const job = z.object({ id: z.number(), name: z.literal("job ${index}") });
export default defineHandler({
  async queue(batch, ctx) { for (const message of batch.messages) ctx.log.info(job.parse(message.data).name); },
});
`;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

async function measure(adapter: Adapter, functions: number): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-bench-"));
  try {
    await symlink(fileURLToPath(new URL("../node_modules", import.meta.url)), join(directory, "node_modules"));
    await mkdir(join(directory, "functions"));
    const names = Array.from({ length: functions }, (_, index) => `worker${index}`);
    for (const [index, name] of names.entries())
      await writeFile(join(directory, `functions/${name}.ts`), handler(index));
    const app = parseApp({
      name: "bench",
      resources: { jobs: { kind: "queue" }, done: { kind: "queue" } },
      functions: Object.fromEntries(
        names.map((name) => [
          name,
          {
            handler: `functions/${name}.ts`,
            permissions: { done: ["send"] },
            triggers: { onJob: { kind: "queue", queue: "jobs" } },
          },
        ]),
      ),
    });
    const build = () => buildFunctions({ app, adapter, directory });
    const [cold, warm] = [await seconds(build), await seconds(build)];
    return [adapter.name, String(functions), cold.toFixed(1), ((cold / functions) * 1000).toFixed(0), warm.toFixed(1)];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const { POLYFN_BENCH_FUNCTIONS: only } = process.env;
const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : only !== undefined ? [Number(only)] : [100, 1000];
const rows: string[][] = [];
for (const load of Object.values(adapters)) {
  const adapter = await load();
  for (const size of sizes) rows.push(await measure(adapter, size));
}
console.log(
  table(["Target", "Functions", "From nothing, seconds", "Milliseconds each", "Unchanged, seconds"], rows, {
    colour: false,
  }),
);
