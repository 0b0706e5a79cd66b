/** Files of projects with many functions, for benchmarks. */

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `f${index}`);

/** Functions with three triggers each, and a bucket, a queue and a topic for every ten. */
export function threeTriggers(count: number): Record<string, string> {
  const resources: Record<string, object> = {};
  const functions: Record<string, object> = {};
  const files: Record<string, string> = {};
  for (const [index, name] of names(count).entries()) {
    const shared = index - (index % 10);
    if (index === shared) {
      resources[`q${shared}`] = { kind: "queue", visibilityTimeout: "3m" };
      resources[`b${shared}`] = { kind: "bucket" };
      resources[`t${shared}`] = { kind: "topic" };
    }
    const second = index === shared ? { kind: "queue", queue: `q${shared}` } : { kind: "schedule", rate: "5m" };
    functions[name] = {
      handler: `functions/${name}.ts`,
      triggers: {
        tick: { kind: "schedule", cron: `${index % 60} 3 * * *` },
        second,
        onNews: { kind: "topic", topic: `t${shared}` },
      },
      permissions: { [`b${shared}`]: ["read"], [`q${shared}`]: ["send"] },
    };
    files[`functions/${name}.ts`] = `import { defineHandler } from "polyfn/runtime";
export default defineHandler({
  async queue(batch, ctx) { for (const message of batch.messages) ctx.log.info("${name}", { data: message.data }); },
  async topic(event, ctx) { ctx.log.info("topic"); },
  async schedule(event, ctx) { ctx.log.info("schedule"); },
});
`;
  }
  const defaults = { runtime: "nodejs", memory: 256, timeout: "30s" };
  return { ...files, "polyfn.json": JSON.stringify({ name: "many", defaults, resources, functions }) };
}

/** Functions of a queue that send to another queue. @param text The module of a function. */
function senders(count: number, text: (name: string) => string): Record<string, string> {
  const functions = names(count).map((name) => [
    name,
    {
      handler: `functions/${name}.ts`,
      permissions: { done: ["send"] },
      triggers: { onJob: { kind: "queue", queue: "jobs" } },
    },
  ]);
  const resources = { jobs: { kind: "queue" }, done: { kind: "queue" } };
  const spec = { name: "workers", resources, functions: Object.fromEntries(functions) };
  const files = names(count).map((name) => [`functions/${name}.ts`, text(name)]);
  return { ...Object.fromEntries(files), "polyfn.json": JSON.stringify(spec) };
}

/** Functions that send each job of a queue to another queue. */
export const queueSenders = (count: number): Record<string, string> =>
  senders(
    count,
    (name) => `import { defineHandler } from "polyfn/runtime";
export default defineHandler({
  async queue(batch, ctx) {
    for (const message of batch.messages) await ctx.resources.done.send({ by: "${name}", job: message.data });
  },
});
`,
  );

/** The same with jobs that zod validates. */
export const queueWorkers = (count: number): Record<string, string> =>
  senders(
    count,
    (name) => `import { defineHandler } from "polyfn/runtime";
import { z } from "zod";
const job = z.object({ id: z.number(), name: z.literal("job of ${name}") });
export default defineHandler({
  async queue(batch, ctx) { for (const message of batch.messages) await ctx.resources.done.send(job.parse(message.data)); },
});
`,
  );
