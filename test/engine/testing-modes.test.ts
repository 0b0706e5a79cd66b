import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { deploy, type TestApp } from "polyfn/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import spec from "../testing/app/spec.ts";

const directory = fileURLToPath(new URL("../testing/app/", import.meta.url));
const given = { spec, directory, config: { word: "hush" } };
const root = process.cwd();

afterEach(() => {
  process.chdir(root);
  vi.unstubAllEnvs();
});

/** The project of the only stack that a test deploys with the engine now. */
async function projectOn(target: string): Promise<{ project: string; stack: string }> {
  const stacks = join(root, ".polyfn", "testing", "stacks");
  const name = (await readdir(stacks)).find((one) => one.endsWith(`-${target}`)) ?? "";
  return { project: join(stacks, name), stack: name.slice(0, -target.length - 1) };
}

describe.each(["localstack", "aliyun"])("an app that the engine deploys to %s for a test", (target) => {
  let app: TestApp<typeof spec>;
  beforeAll(async () => {
    app = await deploy({ ...given, targets: [target], mode: "engine", server: "own", faults: true });
  });
  afterAll(() => app?.stop());

  it("has the same handles as a fast deployment", async () => {
    expect(await app.functions.caller.invoke({ kind: "function" })).toMatchObject({ done: "function" });
    expect(await app.resources.word.value()).toBe("hush");
    await app.resources.jobs.send({ id: "a" });
    await app.settled();
    expect(await app.resources.rows.get({ id: "a" })).toEqual({ id: "a" });
    await app.reset();
    expect(await app.resources.rows.get({ id: "a" })).toBeUndefined();
  });

  it("has the same faults", async () => {
    await app.faults.throttle("table", { times: 1 });
    expect(await app.functions.caller.invoke({ kind: "table" })).toMatchObject({ done: "table" });
  });

  it("is a stack on which the same test works, which changes nothing beside its own", async () => {
    const { project, stack } = await projectOn(target);
    process.chdir(project);
    vi.stubEnv("POLYFN_TEST_STACK", stack);
    await app.resources.files.put("kept.txt", "kept");
    const deployed = await deploy({ ...given, spec: join(directory, "spec.ts") as never, targets: ["aws"] });
    const same = deployed as unknown as TestApp<typeof spec>;
    expect(same.functions.caller.name).toBe(app.functions.caller.name);
    expect(await same.functions.caller.invoke({ kind: "table" })).toMatchObject({ done: "table" });
    expect(await same.resources.rows.get({ id: "put" })).toEqual({ id: "put" });
    await expect(same.reset()).rejects.toThrow("A deployed stack is not emptied");
    await expect(same.faults.fail("table")).rejects.toThrow("No fault is injected into a deployed stack");
    await expect(same.clock.advance("1d")).rejects.toThrow("The clock of a deployed stack cannot be moved");
    await same.stop();
    expect(await same.resources.files.text("kept.txt")).toBe("kept");
  });

  it("is updated to a changed spec, and keeps what stays", async () => {
    await app.resources.files.put("before.txt", "before");
    const { worker: _, ...functions } = spec.functions;
    const { jobs: __, ...permissions } = spec.functions.caller.permissions;
    const changed = { ...spec, functions: { ...functions, caller: { ...functions.caller, permissions } } };
    const later = await app.update(changed);
    expect(await later.resources.files.text("before.txt")).toBe("before");
    expect(later.functions).not.toHaveProperty("worker");
    await expect(app.functions.worker.invoke({})).rejects.toThrow();
    await expect(later.functions.caller.invoke({ kind: "queue" })).rejects.toThrow("jobs");
    expect(await (await app.update(spec)).functions.worker.name).toBe(app.functions.worker.name);
  });

  it.runIf(target === "localstack")("says that its clock cannot be moved", async () => {
    await expect(app.clock.advance("1d")).rejects.toThrow("The clock of MiniStack cannot be moved.");
  });

  it.runIf(target === "aliyun")("runs schedules and shows delayed messages when its clock is moved", async () => {
    await app.resources.jobs.send({ id: "late" }, { delaySeconds: 600 });
    await app.clock.advance("9m");
    expect(await app.resources.rows.get({ id: "late" })).toBeUndefined();
    await app.clock.advance("2m");
    await app.settled();
    expect(await app.resources.rows.get({ id: "late" })).toEqual({ id: "late" });
    expect(await app.resources.rows.get({ id: "daily" })).toBeUndefined();
    await app.clock.advance("1d");
    await app.settled();
    expect(await app.resources.rows.get({ id: "daily" })).toEqual({ id: "daily" });
  });
});
