import type { AnyRow } from "polyfn/runtime";
import { ConditionError, type InvalidInputError, InvocationError } from "polyfn/runtime";
import { PermissionError, testHandler } from "polyfn/testing";
import { describe, expect, it } from "vitest";
import { app, seen, using } from "./every-kind.ts";

describe("clients in memory", () => {
  it("exist for permissions alone, and refuse other access as a role does", async () => {
    const t = using<Record<string, Record<string, (...args: unknown[]) => unknown>>>(
      async ({ files, ordered, ...others }) => {
        const list = async () => {
          for await (const _ of (files?.list?.() ?? []) as AsyncIterable<unknown>) return;
        };
        await list();
        return Promise.all(
          [files?.put?.("a", "b"), files?.signedUrl?.("a", { method: "put" }), ordered?.receive?.()].map((call) =>
            (call as Promise<unknown>).catch((error: Error) => [error instanceof PermissionError, error.message]),
          ),
        ).then((refused) => [Object.keys(others), refused]);
      },
    );
    const [names, refused] = (await t.raw({})) as [string[], unknown];
    expect(names.sort()).toEqual(["events", "jobs", "news", "other", "out", "rows", "token", "versions"]);
    expect(refused).toEqual([
      [
        true,
        'put of bucket "files": the function "all" may read it, not write. Add "write" to its permissions on "files".',
      ],
      [true, expect.stringContaining('signedUrl of bucket "files"')],
      [true, expect.stringContaining('receive of queue "ordered": the function "all" may send it, not receive.')],
    ]);
    await t.resources.files.put("a", "b");
    expect(await (await t.resources.files.get("a"))?.text()).toBe("b");
  });

  it("check values with the code of the real ones", async () => {
    type R = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;
    const t = using<R>(async ({ versions, jobs, ordered, rows, events }) => {
      const given: [() => Promise<unknown> | undefined, string][] = [
        [() => versions?.put?.("/a", ""), "key"],
        [() => versions?.put?.("a", "", { metadata: { a: " x" } }), "metadata.a"],
        [() => jobs?.send?.({ at: new Map() }), "data.at"],
        [() => jobs?.send?.(1, { group: "g" }), "group"],
        [() => ordered?.send?.(1), "group"],
        [() => rows?.put?.({ id: "1", at: 1, when: new Date() }), "row.when"],
        [() => rows?.put?.({ id: "1", at: "x" }), "row.at"],
        [() => rows?.put?.({ id: "1" }), "row.at"],
        [() => rows?.putBatch?.([{ at: 1 }]), "rows[0].id"],
        [() => rows?.get?.({ id: "1" }), "key.at"],
        [() => rows?.delete?.({ at: 1 }), "key.id"],
        [() => rows?.update?.({ id: "1" }, { set: { v: 1 } }), "key.at"],
        [() => events?.put?.({ data: 1 }), "events[0].type"],
      ];
      return Promise.all(
        given.map(([call, path]) =>
          call()?.then(
            () => `${path} was taken`,
            (error: InvalidInputError) => [path, error.path],
          ),
        ),
      );
    });
    for (const [path, found] of (await t.raw({})) as [string, string][]) expect(found).toBe(path);
  });

  it("keep objects with their heads, versions and order", async () => {
    const t = testHandler(app, "all", { handler: seen([]) });
    const { versions } = t.resources;
    const first = await versions.put("b/ü", "one", { metadata: { Name: "grün" }, cacheControl: "no-cache" });
    await versions.put("b/ü", new Uint8Array([1, 2]), { contentType: "image/png" });
    await versions.put("a", "x");
    expect(await (await versions.get("b/ü", { versionId: first.versionId }))?.text()).toBe("one");
    expect(await versions.head("b/ü")).toMatchObject({ size: 2, contentType: "image/png", metadata: {} });
    expect((await versions.get("b/ü", { versionId: first.versionId }))?.metadata).toEqual({ name: "grün" });
    const keys: string[] = [];
    for await (const { key } of versions.list({ limit: 5 })) keys.push(key);
    expect(keys).toEqual(["a", "b/ü"]);
    await versions.delete("a");
    expect(await versions.get("a")).toBeUndefined();
    expect(await versions.signedUrl("b/ü")).toBe("https://versions.memory.invalid/b/%C3%BC?method=get&expires=900");
    for (let n = 0; n < 1001; n += 1) await t.resources.files.put(`n/${String(n).padStart(4, "0")}`, "");
    let count = 0;
    for await (const { key } of t.resources.files.list({ prefix: "n/", after: "n/0000" })) if (key) count += 1;
    expect(count).toBe(1000);
  });

  it("keep rows with conditions, counts, indexes, pages and expiry", async () => {
    const t = testHandler<typeof app, "all", { rows: AnyRow }>(app, "all", { handler: seen([]) });
    const { rows } = t.resources;
    await rows.putBatch([3, 1, 2].map((at) => ({ id: "x", at, owner: at === 3 ? "you" : "me", tags: new Set(["a"]) })));
    await expect(rows.put({ id: "x", at: 1 }, { ifAbsent: true })).rejects.toThrow(ConditionError);
    const page = await rows.query({ partition: "x", limit: 2 });
    expect(page.rows.map(({ at }) => at)).toEqual([1, 2]);
    expect((await rows.query({ partition: "x", limit: 2, cursor: page.cursor })).rows.map(({ at }) => at)).toEqual([3]);
    expect((await rows.query({ partition: "x", reverse: true, sort: { from: 2 } })).rows.map(({ at }) => at)).toEqual([
      3, 2,
    ]);
    expect((await rows.query({ index: "byOwner", partition: "me" })).rows).toHaveLength(2);
    expect(await rows.update({ id: "x", at: 1 }, { add: { n: 2 }, set: { owner: "us" }, remove: ["tags"] })).toEqual({
      id: "x",
      at: 1,
      owner: "us",
      n: 2,
    });
    await expect(rows.update({ id: "x", at: 1 }, { add: { owner: 1 } })).rejects.toThrow(
      "add.owner: the column is a string",
    );
    await rows.put({ id: "gone", at: 1, expires: 1 });
    expect(
      await rows.getBatch([
        { id: "gone", at: 1 },
        { id: "x", at: 3 },
      ]),
    ).toMatchObject([undefined, { owner: "you" }]);
    await rows.deleteBatch([
      { id: "x", at: 1 },
      { id: "x", at: 2 },
    ]);
    expect(t.snapshot().resources.rows).toEqual([{ id: "x", at: 3, owner: "you", tags: new Set(["a"]) }]);
  });

  it("hand out messages until they are done, in the order of their groups", async () => {
    const t = testHandler(app, "all", { handler: seen([]) });
    const { jobs, ordered } = t.resources;
    await jobs.send({ n: 1 });
    const [message] = await jobs.receive();
    expect(message?.data).toEqual({ n: 1 });
    expect(await jobs.receive()).toEqual([]);
    await message?.done();
    expect(t.snapshot().resources.jobs).toEqual([]);
    await ordered.sendBatch([
      { data: 1, group: "a" },
      { data: 2, group: "a" },
      { data: 3, group: "b" },
    ]);
    const [one] = await ordered.receive({ max: 1 });
    expect(one?.data).toBe(1);
    expect((await ordered.receive()).map(({ data }) => data)).toEqual([3]);
    await one?.done();
    expect((await ordered.receive()).map(({ data }) => data)).toEqual([2]);
  });

  it("record what the handler sends, and what is left, for snapshots", async () => {
    type R = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;
    const t = using<R>(async ({ jobs, news, out, events, other, token, versions, rows }, { log }) => {
      log.info("started", { n: 1 });
      await jobs?.send?.({ n: 1 }, { attributes: { a: "b" } });
      await news?.publishBatch?.([{ data: "x", subject: "s" }]);
      await out?.put?.({ key: "k", data: { n: 2 } });
      await events?.put?.([{ type: "sold", data: 1 }]);
      await other?.invokeAsync?.({ n: 3 });
      await versions?.put?.("a", "text");
      await rows?.put?.({ id: "1", at: 1 });
      return [await other?.invoke?.({ n: 4 }), await token?.value?.()];
    });
    expect(await t.raw({})).toEqual([{ got: { n: 4 } }, "s3cret"]);
    expect(t.snapshot()).toEqual({
      sent: {
        jobs: [{ data: { n: 1 }, attributes: { a: "b" } }],
        news: [{ data: "x", subject: "s" }],
        out: [{ key: "k", data: { n: 2 } }],
        events: [{ type: "sold", source: "polyfn.all", data: 1 }],
        other: [
          { payload: { n: 3 }, mode: "async" },
          { payload: { n: 4 }, mode: "sync" },
        ],
      },
      resources: {
        files: {},
        jobs: [{ data: { n: 1 }, attributes: { a: "b" } }],
        ordered: [],
        rows: [{ id: "1", at: 1 }],
        versions: { a: { "content-type": "text/plain; charset=utf-8", text: "text" } },
      },
    });
    expect(t.sent.jobs).toHaveLength(1);
    expect(t.logs).toMatchObject([{ level: "info", message: "started", n: 1 }]);
    t.reset();
    expect(t.snapshot().sent).toEqual({});
    expect(t.logs).toEqual([]);
    expect(await t.resources.versions.get("a")).toBeUndefined();
  });

  it("say what the test did not give", async () => {
    type R = Record<string, { invoke(payload: unknown): Promise<unknown>; value(options: object): Promise<unknown> }>;
    const raw = (name: string, method: "invoke" | "value") =>
      testHandler(app, "all", {
        handler: { ...seen([]), raw: (_: unknown, ctx: { resources: R }) => ctx.resources[name]?.[method]({}) },
      }).raw({});
    await expect(raw("other", "invoke")).rejects.toThrow("give the test functions: { other: (payload) => ... }");
    await expect(raw("token", "value")).rejects.toThrow('give the test secrets: { token: "..." }');
    const failing = using<R>(({ other }) => other?.invoke(1));
    expect(await failing.raw({})).toEqual({ got: 1 });
    const thrown = testHandler(app, "all", {
      handler: { ...seen([]), raw: (_: unknown, ctx: { resources: R }) => ctx.resources.other?.invoke(1) },
      functions: { other: () => Promise.reject(new RangeError("too much")) },
    });
    await expect(thrown.raw({})).rejects.toThrow(InvocationError);
  });
});
