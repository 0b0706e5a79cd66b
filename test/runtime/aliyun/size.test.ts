import { expect, it } from "vitest";
import { aliyunClientBytes, LIMITS, shimBytes } from "../../../adapters/aliyun/bench/shim.ts";

it("the shim adds little to a queue function's bundle", async () => {
  const bytes = await shimBytes();
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(LIMITS.queue);
});

it("no client is large", async () => {
  for (const bytes of Object.values(await aliyunClientBytes())) {
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThanOrEqual(LIMITS.client);
  }
});
