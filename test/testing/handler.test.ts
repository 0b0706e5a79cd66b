import { loadSpec, NotDeliveredError, testHandler } from "polyfn/testing";
import { describe, expect, it } from "vitest";
import { makePng } from "../../offline/drivers/samples.ts";
import media from "../../polyfn.config.ts";
import { app, seen } from "./every-kind.ts";

describe("events of a handler under test", () => {
  const started = () => {
    const calls: unknown[] = [];
    return { calls, t: testHandler(app, "all", { handler: seen(calls) }) };
  };

  it("have the route's parameters, and what the front door knows of the caller", async () => {
    const { calls, t } = started();
    expect(await (await t.http("/items/a%20b?x=1")).text()).toBe("ok");
    await t.http("/files/a/b", { method: "PUT", body: "x" });
    await t.http(new Request("https://example.com/items", { method: "POST" }), {
      auth: { kind: "jwt", claims: { sub: "me" }, scopes: ["write"] },
    });
    expect(calls).toEqual([
      ["GET", "/items/a%20b", { id: "a b" }, { sourceIp: "203.0.113.1" }],
      ["PUT", "/files/a/b", { path: "a/b" }, { sourceIp: "203.0.113.1" }],
      [
        "POST",
        "/items",
        {},
        { sourceIp: "203.0.113.1", auth: { kind: "jwt", claims: { sub: "me" }, scopes: ["write"] } },
      ],
    ]);
  });

  it("are refused where no route or selection takes them", async () => {
    const { calls, t } = started();
    const refused: [() => Promise<unknown>, string][] = [
      [() => t.http("/nothing"), 'No route of "all" takes GET /nothing'],
      [() => t.http("/items", { method: "POST" }), 'The trigger "secured" demands { auth: { kind: "jwt", ... } }'],
      [
        () => t.http("/items", { method: "POST", auth: { kind: "jwt", claims: {}, scopes: [] } }),
        "one of the scopes write",
      ],
      [() => t.bucket({ key: "out/a.png" }), 'the key "out/a.png" does not begin with "in/"'],
      [() => t.bucket({ key: "in/a.txt" }), 'does not end with ".png"'],
      [() => t.bucket({ key: "in/a.png", change: "removed" }), "its events are created"],
      [() => t.topic({ attributes: { level: "low" } }), "its filter on attributes leaves the message out"],
      [() => t.bus({ type: "sold", data: { price: 4 } }), "does not take the data"],
      [() => t.bus({ type: "bought", data: { price: 9 } }), 'does not take the type "bought"'],
      [() => t.queue([{ body: { kind: "b" } }], { trigger: "onJob" }), "its filter leaves a message out"],
      [() => t.log([{ message: "fine" }]), 'a line does not have "ERROR"'],
      [() => t.queue([{ body: { kind: "a" } }]), "can be for several triggers: onJob, onOrdered"],
    ];
    for (const [call, message] of refused) await expect(call()).rejects.toThrow(message);
    await expect(t.bucket({ key: "x" })).rejects.toThrow(NotDeliveredError);
    expect(calls).toEqual([]);
  });

  it("are complete, with the trigger's own values where the test gives none", async () => {
    const { calls, t } = started();
    await t.resources.files.put("in/a.png", "four");
    await t.schedule();
    await t.schedule({ time: "2026-01-01T04:00:00Z", input: { full: false } as never });
    await t.queue([{ body: { kind: "a" }, attributes: { by: "me" } }], { trigger: "onJob" });
    await t.topic({ body: { n: 1 }, attributes: { level: "high" } });
    await t.bucket({ key: "in/a.png" });
    await t.stream([
      { key: "k", body: { n: 1 } },
      { key: "k", body: new Uint8Array([0xff]) },
    ]);
    await t.table([{ after: { id: "1", at: 2, owner: "me" } as never }, { before: { id: "1", at: 2 } as never }]);
    await t.bus({ type: "sold", data: { price: 9 } });
    await t.log([{ message: '{"level":"ERROR"}' }]);
    expect(calls).toMatchObject([
      { type: "polyfn.schedule.due", source: "schedule/nightly", data: { input: { full: true } } },
      { time: "2026-01-01T04:00:00Z", data: { scheduledTime: "2026-01-01T04:00:00Z", input: { full: false } } },
      [{ data: { kind: "a" }, text: '{"kind":"a"}', attributes: { by: "me" }, receives: 1, source: "queue/jobs" }],
      { data: { n: 1 }, attributes: { level: "high" } },
      {
        type: "polyfn.bucket.created",
        data: { bucket: "files", key: "in/a.png", size: 4, etag: expect.stringMatching(/^[\da-f]{32}$/) },
      },
      [{ key: "k", data: { n: 1 }, text: '{"n":1}' }, { data: new Uint8Array([0xff]) }],
      [
        { type: "polyfn.table.inserted", data: { key: { id: "1", at: 2 }, after: { owner: "me" } } },
        { type: "polyfn.table.deleted", data: { key: { id: "1", at: 2 } } },
      ],
      { source: "example", type: "sold", text: '{"price":9}' },
      [{ data: { message: '{"level":"ERROR"}', fields: { level: "ERROR" } } }],
    ]);
  });

  it("tell which messages and records would come again", async () => {
    const handler = {
      ...seen([]),
      queue: (batch: { messages: { retry(): void }[] }) => batch.messages[1]?.retry(),
      stream: (batch: { records: { retry(): void }[] }) => batch.records[1]?.retry(),
    };
    const t = testHandler(app, "all", { handler });
    const messages = ["x", "y", "z"].map((id) => ({ id, body: { kind: "a" }, group: "g" }));
    expect(await t.queue(messages, { trigger: "onJob" })).toEqual({ retried: ["y", "z"] });
    await expect(t.queue(messages, { trigger: "onOrdered" })).rejects.toThrow(
      "the batch is delivered again because of y,z",
    );
    expect(await t.stream(["a", "b", "c"].map((id) => ({ id, key: "k", body: 1 })))).toEqual({ retried: ["b", "c"] });
  });

  it("fail as calls fail on a platform", async () => {
    const { t } = started();
    const answer = await t.http("/items/broken");
    expect([answer.status, await answer.json()]).toEqual([500, { requestId: "request-1" }]);
    expect(t.logs).toMatchObject([
      { level: "error", message: "failed", function: "all", error: { message: "broken" } },
    ]);
    const broken = testHandler(app, "all", {
      handler: { ...seen([]), topic: () => Promise.reject(new TypeError("no")) },
    });
    await expect(broken.topic({ body: 1, attributes: { level: "high" } })).rejects.toThrow(TypeError);
    const missing = testHandler(app, "all", { handler: { http: () => new Response() } });
    await expect(missing.http("/items/1")).rejects.toThrow("has no method for its triggers of kind");
  });
});

describe("webhooks under test", () => {
  const hook = (options = {}) =>
    testHandler(app, "hook", {
      handler: { webhook: (event: { data: { body: unknown } }) => Response.json(event.data.body) },
      ...options,
    });

  it("are signed with the secret that the test gives", async () => {
    const t = hook({ secrets: { token: "whsec" } });
    expect(await (await t.webhook({ body: { id: "evt_1" } })).json()).toEqual({ id: "evt_1" });
    expect((await t.webhook({ body: { id: "evt_1" } }, { sign: false })).status).toBe(401);
    expect(t.logs).toMatchObject([{ message: "call refused" }]);
  });

  it("need its value", async () => {
    await expect(hook().webhook({})).rejects.toThrow(
      'The webhook "call" is signed with the secret "token", which has no value',
    );
  });

  it.each(["github", "slack", "standard", "hmac"] as const)("are signed as %s does", async (sender) => {
    const hmac = sender === "hmac" && {
      hmac: { header: "x-sig", encoding: "base64", prefix: "v=", timestampHeader: "x-at" },
    };
    const spec = {
      name: "app",
      resources: { key: { kind: "secret" } },
      functions: { f: { handler: "f.ts", triggers: { t: { kind: "webhook", sender, secret: "key", ...hmac } } } },
    } as const;
    const handler = { webhook: () => new Response("taken") };
    const t = testHandler(spec, "f", { handler, secrets: { key: "whsec_c2VjcmV0" } });
    expect(await (await t.webhook({ body: "plain text" })).text()).toBe("taken");
  });
});

describe("handlers of the example", () => {
  it("are loaded from their files with the spec's environment", async () => {
    const t = testHandler(media, "thumbnail", { variables: { THUMBNAIL_EDGE: "8" } });
    await t.resources.uploads.put("in/summer/beach.png", makePng(16, 4));
    await t.bucket({ key: "in/summer/beach.png" });
    expect(t.sent.jobs).toMatchObject([{ data: { album: "summer", width: 16 } }]);
    expect(process.env.THUMBNAIL_EDGE).toBeUndefined();
  });

  it("are found beside a spec's file", async () => {
    const t = testHandler(await loadSpec("polyfn.config.ts"), "report");
    expect(t).toHaveProperty("schedule");
    expect(() => testHandler(media, "reprot" as never)).toThrow('The spec has no function "reprot".');
    const functions = { reprot: () => undefined };
    expect(() => testHandler(media, "reports", { functions })).toThrow('The spec has no function "reprot".');
    const secrets = { githubSecert: "x" };
    expect(() => testHandler(media, "reports", { secrets })).toThrow('The spec has no secret "githubSecert".');
  });

  it("need a spec that was loaded", () => {
    const path = "polyfn.yaml" as unknown as typeof media;
    expect(() => testHandler(path, "reports")).toThrow(
      expect.objectContaining({
        remedy: expect.stringContaining('testHandler(await loadSpec("polyfn.yaml"), "reports")'),
      }),
    );
  });

  it("are typed by the spec", () => {
    const t = testHandler(media, "reports");
    // @ts-expect-error reports has no trigger of this kind.
    expect(t.queue).toBeUndefined();
  });
});
