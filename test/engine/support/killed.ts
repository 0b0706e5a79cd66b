import { expect } from "vitest";
import type { OfflineStack } from "../../../offline/engine/stack.ts";
import { expectNoChanges, expectSuccess } from "./expect.ts";

/**
 * Kills the engine of a stack three times during an up, later each time. Expects that the next up continues and leaves
 * nothing to change.
 * @param open Opens the stack again after each kill.
 * @param native Prefix of the types of the cloud's own resources: "aws:".
 */
export async function upInSpiteOfKills(open: () => Promise<OfflineStack>, native: string): Promise<OfflineStack> {
  for (const after of [1, 6, 12]) {
    const power = new AbortController();
    let created = 0;
    const outcome = await (await open()).up({
      killSignal: power.signal,
      onStep: ({ op, type }) => {
        if (op === "create" && type.startsWith(native) && ++created >= after) power.abort();
      },
    });
    expect(outcome.ok).toBe(false);
  }
  const stack = await open();
  expectSuccess(await stack.up());
  expectNoChanges(await stack.up());
  return stack;
}
