/** A project that names the adapter in its package.json. */
export const projectFiles: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ private: true, type: "module", polyfn: { adapters: ["@me/polyfn-mycloud"] } }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      strict: true,
      skipLibCheck: true,
      types: ["node"],
      noEmit: true,
    },
    include: ["types.ts"],
  }),
  "Pulumi.yaml": "name: mine\nruntime: nodejs\nmain: index.js\n",
  "Pulumi.dev.yaml": "config:\n  polyfn:target: mycloud\n",
  "index.js": `
import { App } from "polyfn";
import spec from "./polyfn.config.js";

const app = new App("mine", spec, { target: "mycloud", directory: import.meta.dirname });
export const worker = app.functions.worker.name;
export const jobs = app.resources.jobs.url;
`,
  "polyfn.config.js": `
export default {
  name: "mine",
  resources: { jobs: { kind: "queue", visibilityTimeout: "20s", override: { mycloud: { queue: { receiveWaitTimeSeconds: 5 } } } } },
  functions: {
    worker: { handler: "worker.ts", memory: 256, timeout: "20s", triggers: { onJob: { kind: "queue", queue: "jobs" } } },
  },
};
`,
  // The compiler's errors about overrides for the adapter's target.
  "types.ts": `
import type {} from "@me/polyfn-mycloud";
import { defineApp } from "polyfn";

export default defineApp({
  name: "mine",
  resources: {
    jobs: { kind: "queue", override: { mycloud: { queue: { receiveWaitTimeSeconds: 5 } } } },
    // @ts-expect-error: the input is called receiveWaitTimeSeconds.
    misspelt: { kind: "queue", override: { mycloud: { queue: { receiveWaitTime: 5 } } } },
  },
  functions: {
    worker: { handler: "worker.ts", override: { mycloud: { function: { memorySize: 256 } }, aws: { function: { memorySize: 1 } } } },
  },
});
`,
  "worker.ts": `
import { defineHandler } from "polyfn/runtime";

export default defineHandler({
  async queue(batch) {
    await batch.each(({ data, receives }) => {
      if (data === "later" && receives === 1) throw new Error("not yet");
    });
  },
});
`,
};
