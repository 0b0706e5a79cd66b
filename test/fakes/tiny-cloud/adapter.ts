import type { Adapter } from "../../../adapters/contract.ts";
import type { Lowering } from "../../../adapters/graph/lowering.ts";
import type { Problem } from "../../../model/errors.ts";
import { lowering } from "./lowering.ts";
import { support } from "./support.ts";

const MAX_MEMORY = 1024;

/**
 * The smallest complete adapter: a cloud that only the tests know. Copy this folder to `adapters/<cloud>`, add one line
 * to `adapters/index.ts`, and replace each part by what the new cloud really has.
 */
export const tinyCloud: Adapter = {
  name: "tiny",
  title: "Tiny Cloud",
  defaultRegion: "here",
  support,
  limits: { zipped: 10 * 1024 * 1024, layers: 0, environment: 1024 },
  overrides: ["tiny"],
  settings: { account: "Name of the account." },
  check: (app) => [...app.functions.values()].flatMap(({ name, memory }) => tooLarge(name, memory)),
  package: (fn) => {
    if (fn.image !== undefined) return { kind: "image" };
    if (!fn.runtime.startsWith("nodejs")) {
      return { kind: "files", handler: "run", runtime: fn.runtime, root: "/code", provides: [] };
    }
    return {
      kind: "node",
      syntax: "node20",
      entry: (handlerModule) => `export { default as handler } from ${JSON.stringify(handlerModule)};\n`,
      handler: "index.handler",
      runtime: "node",
    };
  },
  lowering: lowering as Lowering,
};

function tooLarge(name: string, memory: number): Problem[] {
  if (memory <= MAX_MEMORY) return [];
  return [
    {
      code: "out-of-range",
      path: ["functions", name, "memory"],
      message: `${memory} MB is more memory than Tiny Cloud has, which is ${MAX_MEMORY} MB.`,
      remedy: `Set memory to ${MAX_MEMORY} or less.`,
    },
  ];
}
