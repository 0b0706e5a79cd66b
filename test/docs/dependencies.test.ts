import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const listed = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
const installed = { ...dependencies, ...devDependencies };

describe("docs/dependencies.md", () => {
  it("gives a reason for every dependency, and lists nothing else", () => {
    expect(listed.map(([, name]) => name).sort()).toEqual(Object.keys(installed).sort());
    for (const [, name, reason] of listed) expect(reason?.length, name).toBeGreaterThan(10);
  });

  it("can say that versions are pinned", () => {
    for (const [name, version] of Object.entries(installed)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
