import { expect, it } from "vitest";
import { LIMITS, shimBytes } from "../../adapters/aws/bench/shim.ts";

it("the shim adds little to a queue function's bundle", async () => {
  const bytes = await shimBytes();
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(LIMITS.bytes);
});
