import type { Adapter } from "../../../adapters/contract.ts";
import type { Lowering } from "../../../adapters/graph/lowering.ts";
import { lowering } from "./lowering.ts";
import { rules } from "./rules.ts";
import { support } from "./support.ts";

/**
 * The smallest complete adapter: a cloud that only the tests know. Copy this folder to `adapters/<cloud>`, add one line
 * to `adapters/index.ts`, and replace each part by what the new cloud really has.
 */
export const tinyCloud: Adapter = {
  name: "tiny",
  title: "Tiny Cloud",
  defaultRegion: "here",
  support,
  proof: "plan",
  rules,
  overrides: ["tiny"],
  settings: { account: "Name of the account." },
  // Checks that rules cannot express belong here.
  check: () => [],
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
