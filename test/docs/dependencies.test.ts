import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const listed = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
const installed = { ...dependencies, ...devDependencies };

describe("docs/dependencies.md", () => {
  it("gives a reason for every dependency and lists no others", () => {
    expect(listed.map(([, name]) => name).sort()).toEqual(Object.keys(installed).sort());
    for (const [, name, reason] of listed) expect(reason?.length, name).toBeGreaterThan(10);
  });

  it("is right that versions are pinned", () => {
    for (const [name, version] of Object.entries(installed)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
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
