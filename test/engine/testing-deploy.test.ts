import { fileURLToPath } from "node:url";
import { deploy, type TestApp } from "polyfn/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import spec from "../testing/app/spec.ts";

const directory = fileURLToPath(new URL("../testing/app/", import.meta.url));
const given = { spec, directory, config: { word: "hush" } };

describe.each(["localstack", "aliyun"])("an app on %s whose services have faults", (target) => {
  let app: TestApp<typeof spec>;
  beforeAll(async () => {
    app = await deploy({ ...given, targets: [target], faults: true });
  });
  afterAll(() => app.stop());
  beforeEach(() => app.reset());

  const kinds = ["secret", "bucket", "queue", "topic", "stream", "table", "bus", "function"] as const;

  it.each(kinds)("tries a call of a %s again that is throttled twice", async (kind) => {
    await app.faults.throttle(kind, { times: 2 });
    expect(await app.functions.caller.invoke({ kind })).toMatchObject({ done: kind });
  });

  it.each(kinds.filter((kind) => kind !== "secret"))(
    "fails where a %s stays throttled, until a reset",
    async (kind) => {
      await app.faults.throttle(kind);
      await expect(app.functions.caller.invoke({ kind })).rejects.toThrow(
        /SlowDown|Throttl|TooManyRequests|ThroughputExceeded|QuotaExceed|Busy|QpsLimit/,
      );
      await app.reset();
      expect(await app.functions.caller.invoke({ kind })).toMatchObject({ done: kind });
    },
  );

  it("fails as the service does that is broken", async () => {
    await app.faults.fail("table");
    await expect(app.functions.caller.invoke({ kind: "table" })).rejects.toThrow(/Internal/);
  });

  it("waits for a service that is slow", async () => {
    await app.faults.delay("queue", { ms: 300, times: 1 });
    const { ms } = (await app.functions.caller.invoke({ kind: "queue" })) as { ms: number };
    expect(ms).toBeGreaterThanOrEqual(299);
    await app.settled();
    expect(await app.resources.rows.get({ id: "sent" })).toEqual({ id: "sent" });
  });

  it("is not updated, because no engine deployed it", async () => {
    await expect(app.update(spec)).rejects.toThrow(
      "Only an app that the engine deployed for this test can be updated.",
    );
  });

  it("meets no call of the test's own handles", async () => {
    await app.faults.fail("bucket");
    await app.resources.files.put("own.txt", "own");
    expect(await app.resources.files.text("own.txt")).toBe("own");
  });

  it("names the permission that a handler lacks", async () => {
    // MiniStack has one type for the errors of all handlers.
    await expect(app.functions.curious.invoke({ where: "files" })).rejects.toThrow(
      /function "curious" failed: (SetupError|Runtime\.HandlerError): functions\.curious\.permissions has no "files"/,
    );
    await expect(app.functions.curious.invoke({ where: "rows" })).rejects.toThrow(
      'The function "curious" has no access "write" to the table "rows": add it to functions.curious.permissions.rows.',
    );
  });
});
