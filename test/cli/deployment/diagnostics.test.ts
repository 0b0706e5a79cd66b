import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { Diagnostics } from "../../../cli/deployment/diagnostics.ts";
import { Parts } from "../../../cli/deployment/parts.ts";

it("says which command holds the lock of a stack, and what to do", () => {
  const problem =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the " +
    "lock file with `pulumi cancel`.\n  file:///p/locks/1.json: created by me@host (pid 7) at 2026-12-01T00:05:57Z";
  expect(new Diagnostics(new Parts([]), createColors(false)).rest([problem])).toBe(
    "Another command works on this stack: me@host (pid 7) at 2026-12-01T00:05:57Z.\n" +
      "-> Wait until it ends. If it was killed on another machine, run `polyfn pulumi -s STACK -- cancel`.\n",
  );
});
