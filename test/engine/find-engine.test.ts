import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../../model/errors.ts";
import { withLock } from "../../offline/cache.ts";
import { findEngine } from "../../offline/engine/index.ts";
import { installedEngine, isOlder } from "../../offline/engine/installed.ts";
import { keepEngine } from "../../offline/engine/store.ts";

const quiet = () => undefined;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "polyfn-engine-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

/** A `pulumi` in a separate directory that prints `version`. */
async function fakePulumi(name: string, version: string, { host = true } = {}): Promise<string> {
  const bin = join(directory, name);
  await mkdir(bin, { recursive: true });
  for (const file of ["pulumi", ...(host ? ["pulumi-language-nodejs"] : [])]) {
    await writeFile(join(bin, file), `#!/bin/sh\necho v${version}\n`);
    await chmod(join(bin, file), 0o755);
  }
  return bin;
}

describe("installedEngine", () => {
  it("returns the first engine on PATH that is recent enough and has a language host", async () => {
    const old = await fakePulumi("old", "3.95.0");
    const good = await fakePulumi("good", "3.256.0");
    vi.stubEnv("PATH", `${old}:${good}:/bin:/usr/bin`);
    const said: string[] = [];
    const engine = await installedEngine((line) => said.push(line));
    expect(engine).toEqual({ command: join(good, "pulumi"), version: "3.256.0", source: "installed" });
    expect(said).toEqual([`not using ${old}/pulumi: it is version 3.95.0, older than 3.200.0`]);
  });

  it("skips an engine without a language host", async () => {
    vi.stubEnv("PATH", `${await fakePulumi("alone", "3.256.0", { host: false })}:/bin`);
    expect(await installedEngine(quiet)).toMatch(/has no Node.js language host/);
  });
});

describe("findEngine", () => {
  it("returns the engine of the first way that succeeds", async () => {
    const engine = { command: "/x/pulumi", version: "3.256.0", source: "built" as const };
    const ways = [async () => "no network", async () => engine, () => expect.unreachable()];
    expect(await findEngine(quiet, ways)).toBe(engine);
  });

  it("reports the reason of each way and a remedy when all fail", async () => {
    const failure = await findEngine(quiet, [async () => "it is not on PATH", async () => "Go is missing"]).catch(
      (error) => error,
    );
    expect(failure).toBeInstanceOf(UserError);
    expect(failure.message).toContain("it is not on PATH");
    expect(failure.message).toContain("Go is missing");
    expect(failure.remedy).toMatch(/Install Pulumi .* or Go/);
  });

  it("compares versions by number", () => {
    expect(isOlder("3.95.0", "3.200.0")).toBe(true);
    expect(isOlder("3.200.0", "3.200.0")).toBe(false);
    expect(isOlder("4.0.0", "3.200.0")).toBe(false);
    expect(isOlder("1.26", "1.21.0")).toBe(false);
  });
});

describe("keepEngine", () => {
  const make = async (home: string) => {
    await writeFile(join(home, "bin", "pulumi"), "#!/bin/sh\necho v3.256.0\n");
    await chmod(join(home, "bin", "pulumi"), 0o755);
    return undefined;
  };

  it("makes an engine once for concurrent callers", async () => {
    vi.stubEnv("POLYFN_CACHE", directory);
    const maker = vi.fn(make);
    const engines = await Promise.all([1, 2, 3].map(() => keepEngine("e", "built", quiet, maker)));
    expect(maker).toHaveBeenCalledTimes(1);
    expect(new Set(engines.map((engine) => JSON.stringify(engine))).size).toBe(1);
    await keepEngine("e", "built", quiet, maker);
    expect(maker).toHaveBeenCalledTimes(1);
  });

  it("removes what an interrupted run left, and never returns an incomplete engine", async () => {
    vi.stubEnv("POLYFN_CACHE", directory);
    await mkdir(join(directory, "engines", "e.dead.partial", "bin"), { recursive: true });
    const failing = () => Promise.reject(new Error("power cut"));
    await expect(keepEngine("e", "built", quiet, failing)).rejects.toThrow("power cut");
    expect(await readdir(join(directory, "engines"))).toEqual([]);
    expect(await keepEngine("e", "built", quiet, make)).toMatchObject({ version: "3.256.0" });
  });

  it("returns the reason when the engine cannot be made", async () => {
    vi.stubEnv("POLYFN_CACHE", directory);
    expect(await keepEngine("e", "built", quiet, async () => "Go is missing")).toBe("Go is missing");
  });
});

describe("withLock", () => {
  it("runs one holder at a time", async () => {
    const file = join(directory, "lock");
    let inside = 0;
    await Promise.all(
      [1, 2, 3, 4].map(() =>
        withLock(file, quiet, async () => {
          expect(++inside).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside--;
        }),
      ),
    );
  });

  it("takes over the lock of a process that died", async () => {
    const file = join(directory, "lock");
    const { hostname } = await import("node:os");
    // Process IDs are far below this on every system.
    await writeFile(file, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    expect(await withLock(file, quiet, async () => "mine")).toBe("mine");
  });
});
