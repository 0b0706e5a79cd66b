import { expect } from "vitest";
import type { OfflineStack } from "../../../offline/engine/stack.ts";
import { expectNoChanges, expectSuccess } from "./expect.ts";

/**
 * A stack whose engine is killed three times in the middle of an up, ever later: the next up goes on and leaves nothing
 * to change.
 * @param open The stack, anew after each end.
 * @param native What the types of the cloud's own resources begin with: "aws:".
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
