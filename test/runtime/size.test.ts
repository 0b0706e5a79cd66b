import { expect, it } from "vitest";
import { awsClientBytes, LIMITS as CLIENT_LIMITS } from "../../adapters/aws/bench/clients.ts";
import { LIMITS, shimBytes } from "../../adapters/aws/bench/shim.ts";

it("the shim adds little to a queue function's bundle", async () => {
  const bytes = await shimBytes();
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(LIMITS.bytes);
});

it("no client is large", async () => {
  for (const [kind, bytes] of Object.entries(await awsClientBytes())) {
    expect(bytes, kind).toBeGreaterThan(500);
    expect(bytes, kind).toBeLessThanOrEqual(CLIENT_LIMITS.client);
  }
});
