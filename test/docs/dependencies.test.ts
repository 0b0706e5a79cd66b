import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const listed = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
const [own, emulator] = ["package.json", "offline/aliyun/package.json"].map(
  (path) => JSON.parse(read(path)) as Record<string, Record<string, string>>,
);
const needed = { ...own?.dependencies, ...own?.devDependencies, ...emulator?.dependencies };

describe("docs/dependencies.md", () => {
  it("gives a reason for every dependency and lists no others", () => {
    expect([...new Set(listed.map(([, name]) => name))].sort()).toEqual(Object.keys(needed).sort());
    for (const [, name, reason] of listed) expect(reason?.length, name).toBeGreaterThan(10);
  });

  it("is right that versions are pinned", () => {
    for (const [name, version] of Object.entries(needed))
      expect(version, name).toMatch(/^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+$/);
  });

  it("is right that both packages use the same versions, and that every package of a cloud is optional", () => {
    for (const [name, version] of Object.entries(emulator?.dependencies ?? {}))
      expect(needed[name], name).toBe(version);
    const peers = Object.keys(own?.peerDependencies ?? {});
    expect(Object.keys(own?.peerDependenciesMeta ?? {})).toEqual(peers);
    for (const name of peers) expect(own?.dependencies, name).not.toHaveProperty([name]);
    expect(own?.peerDependencies?.["@polyfn/aliyun-emulator"]).toBe(emulator?.version);
  });

  it("matches a lock file with the variants for every platform, which npm ci requires", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
    const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${at}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });
});
