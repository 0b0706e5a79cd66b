import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Journal } from "../../../offline/plugins/server/journal.ts";
import { InitFailed, Lifecycle } from "../../../offline/plugins/server/lifecycle.ts";
import { type Plugin, Unfinished } from "../../../offline/plugins/server/plugin.ts";
import type { AnyResourceType, Fields } from "../../../offline/plugins/server/resource-type.ts";
import { isSecret, type Json, secret, UNKNOWN } from "../../../offline/plugins/server/wire.ts";

/** A cloud of named things that records its calls. */
class TinyCloud {
  readonly things = new Map<string, Fields>();
  readonly calls: string[] = [];
  fail: Error | undefined;
}

const exists = new Error("exists");
const thing: AnyResourceType<TinyCloud> = {
  table: {
    token: "tiny:index:Thing",
    source: "https://example.com",
    properties: {
      name: { type: "string", computed: true, forceNew: true },
      size: { type: "integer", default: 1 },
      note: { type: "string" },
      policy: { type: "string", json: true },
      arn: { type: "string", output: true },
      token: { type: "string", output: true, secret: true },
      version: { type: "string", output: true },
    },
  },
  autoName: { property: "name", maxLength: 20 },
  async create(cloud, inputs) {
    const id = String(inputs.name);
    cloud.calls.push(`create ${id}`);
    if (cloud.things.has(id)) throw exists;
    cloud.things.set(id, { ...inputs, serial: cloud.things.size });
    if (cloud.fail) throw cloud.fail;
    return id;
  },
  async read(cloud, id) {
    const found = cloud.things.get(id);
    return (
      found && {
        size: found.size,
        note: found.note ?? null,
        policy: found.policy,
        arn: `arn:${id}`,
        token: "t",
        version: "1",
      }
    );
  },
  async update(cloud, id, inputs) {
    cloud.calls.push(`update ${id}`);
    cloud.things.set(id, inputs);
  },
  async delete(cloud, id) {
    cloud.calls.push(`delete ${id}`);
    if (!cloud.things.delete(id)) throw new Error("gone");
  },
  async find(_cloud, inputs) {
    return String(inputs.name);
  },
  recomputed: () => ["version"],
};

const plugin: Plugin<TinyCloud> = {
  name: "tiny",
  version: "1.0.0",
  config: { token: "pulumi:providers:tiny", source: "https://example.com", properties: {} },
  types: new Map([[thing.table.token, thing]]),
  errors: {
    isGone: (error) => error instanceof Error && error.message === "gone",
    exists: (error) => error === exists,
    describe: String,
  },
  configure: () => {
    throw new Error("not used");
  },
};

const named = { urn: "urn:pulumi:dev::app::tiny:index:Thing::one", token: "tiny:index:Thing" };
let cloud: TinyCloud;
let folder: string;
/** A new plugin process each time, with the same cloud and the same journal. */
const start = () =>
  new Lifecycle(plugin, { context: () => cloud, functions: new Map(), identity: "tiny" }, new Journal("test", folder));
const checked = (news: Json, olds: Json = {}) => start().check(named, news, olds, "seed").inputs;

beforeEach(() => {
  cloud = new TinyCloud();
  folder = mkdtempSync(join(tmpdir(), "polyfn-journal-"));
});

describe("inputs", () => {
  it("fills in defaults and a generated name, and keeps the name at the next check", () => {
    const inputs = checked({ note: "n" });
    expect(inputs).toEqual({
      note: "n",
      size: 1,
      name: expect.stringMatching(/^one-[0-9a-f]{7}$/),
      __defaults: ["size", "name"],
    });
    expect(start().check(named, {}, inputs, "other seed").inputs.name).toBe(inputs.name);
    expect(start().check(named, {}, {}, "other seed").inputs.name).not.toBe(inputs.name);
  });
});

describe("preview", () => {
  it("returns unknown outputs and makes no calls when it previews a creation", async () => {
    const { id, state } = await start().create(named, checked({ name: "a" }), true);
    expect({ id, ...state }).toMatchObject({ id: "", name: "a", size: 1, arn: UNKNOWN, version: UNKNOWN });
    expect(cloud.calls).toEqual([]);
  });

  it("keeps the outputs that a previewed update does not change", async () => {
    const { id, state } = await start().create(named, checked({ name: "a", note: "n" }), false);
    const preview = await start().update(named, id, state, checked({ name: "a", size: 2 }), true);
    expect(preview).toMatchObject({ size: 2, arn: "arn:a", version: UNKNOWN });
    expect(preview).not.toHaveProperty("note");
    expect(cloud.calls).toEqual(["create a"]);
  });
});

describe("secrets", () => {
  it("keeps secret inputs secret in the state and marks secret outputs", async () => {
    const { id, state } = await start().create(named, checked({ name: "a", note: secret("hush") }), false);
    expect([isSecret(state.note), isSecret(state.token), isSecret(state.size)]).toEqual([true, true, false]);
    expect(cloud.things.get(id)?.note).toBe("hush");
    const read = await start().read(named, id, state, checked({ name: "a", note: secret("hush") }));
    expect(read?.state).toEqual(state);
    expect(isSecret(read?.inputs.note)).toBe(true);
  });
});

describe("refresh", () => {
  it("takes over changed values and keeps equivalent ones as written", async () => {
    const inputs = checked({ name: "a", policy: '{ "a": 1 }' });
    const { id, state } = await start().create(named, inputs, false);
    cloud.things.set(id, { ...cloud.things.get(id), size: 5, policy: '{"a":1}' });
    const read = await start().read(named, id, state, inputs);
    expect(read?.state).toMatchObject({ size: 5, policy: '{ "a": 1 }' });
    expect(read?.inputs).toEqual({ ...inputs, size: 5 });
    cloud.things.clear();
    expect(await start().read(named, id, state, inputs)).toBeUndefined();
  });
});

describe("replacement", () => {
  it("deletes before creating when the program chose the name", async () => {
    const { state } = await start().create(named, checked({ name: "a" }), false);
    expect(start().diff(named, state, checked({ name: "b" }), [])).toEqual({
      changes: [{ path: "name", kind: "update", replace: true }],
      deleteBeforeReplace: true,
    });
    const own = await start().create(named, checked({}), false);
    expect(start().diff(named, own.state, { ...checked({}), name: "x" }, []).deleteBeforeReplace).toBe(false);
  });
});

describe("interrupted operations", () => {
  it("adopts a resource whose creation never reached the engine", async () => {
    await start().create(named, checked({ name: "a" }), false);
    const again = await start().create(named, checked({ name: "a", size: 3 }), false);
    expect(again.state).toMatchObject({ size: 3 });
    expect(cloud.calls).toEqual(["create a", "update a"]);
  });

  it("adopts a resource whose creation call was interrupted", async () => {
    cloud.fail = new Error("killed");
    const journal = new Journal("test", folder);
    await expect(start().create(named, checked({ name: "a" }), false)).rejects.toThrow("killed");
    journal.note(named.urn);
    cloud.fail = undefined;
    expect((await start().create(named, checked({ name: "a" }), false)).id).toBe("a");
  });

  it("refuses an existing resource that the engine or somebody else created", async () => {
    const { id, state } = await start().create(named, checked({ name: "a" }), false);
    start().diff(named, state, checked({ name: "a" }), []);
    await expect(start().create(named, checked({ name: "a" }), false)).rejects.toBe(exists);
    const other = { ...named, urn: `${named.urn}2` };
    await expect(start().create(other, checked({ name: "a" }), false)).rejects.toBe(exists);
    await start().delete(named, id, state);
    await start().delete(named, id, state);
  });

  it("returns the ID of a resource whose creation failed half way", async () => {
    cloud.fail = new Unfinished("a", { cause: new Error("half") });
    const failed = await start()
      .create(named, checked({ name: "a" }), false)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(InitFailed);
    expect(failed).toMatchObject({ known: { id: "a" }, cause: { message: "half" } });
  });
});

it("reports an unknown type or function as the user's mistake", async () => {
  expect(() => start().check({ ...named, token: "tiny:index:Other" }, {}, {}, "")).toThrow(
    /does not know resources of type tiny:index:Other/,
  );
  await expect(start().invoke("tiny:index:f", {})).rejects.toThrow(/has no function tiny:index:f/);
});
