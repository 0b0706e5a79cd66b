import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { build, problemsOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

// More than the bundler gets in one call.
const NAMES = Array.from({ length: 60 }, (_, index) => `f${index}`);
const SHARED = "export const say = (name: string) => name;\n";

const handler = (name: string): string =>
  `import { say } from "./shared.ts";\nexport default { raw: () => say("${name}") };\n`;

/** Builds functions that share a module. */
function buildSharing(shared: string, names: readonly string[] = NAMES) {
  const directory = temporaryDirectory();
  const handlers = names.map((name) => [`${name}.ts`, handler(name)]);
  write(directory, { "shared.ts": shared, ...Object.fromEntries(handlers) });
  const functions = names.map((name) => [name, { handler: `${name}.ts` }]);
  return build(directory, { name: "shop", functions: Object.fromEntries(functions) });
}

test("a function's package is the same, however many functions are built with it", async () => {
  const all = await buildSharing(SHARED);
  expect([...all.keys()].sort()).toEqual(NAMES.toSorted());
  for (const name of ["f0", "f49", "f50", "f59"]) {
    const alone = await buildSharing(SHARED, [name]);
    expect(readFileSync(all.get(name)?.zip ?? "").equals(readFileSync(alone.get(name)?.zip ?? ""))).toBe(true);
  }
});

test("an error in a module that all functions share is one problem that names all of them", async () => {
  const [problem, ...others] = await problemsOf(buildSharing('import "./nowhere.ts";\nexport const say = String;\n'));
  expect(others).toEqual([]);
  expect(problem?.message).toMatch(/^shared\.ts:1:8: Could not resolve "\.\/nowhere\.ts"/);
  const named = `${problem?.path} ${problem?.message}`.match(/\bf\d+\b/g) ?? [];
  expect([...named].sort()).toEqual(NAMES.toSorted());
});

test("errors of functions in several groups are reported together", async () => {
  const names = [...NAMES, "broken1", "broken2"];
  const directory = temporaryDirectory();
  const text = (name: string) => (name.startsWith("broken") || name === "f0" ? `import "./${name}-gone.ts";` : "");
  write(directory, Object.fromEntries(names.map((name) => [`${name}.ts`, `${text(name)}export default {};`])));
  const functions = names.map((name) => [name, { handler: `${name}.ts` }]);
  const problems = await problemsOf(build(directory, { name: "shop", functions: Object.fromEntries(functions) }));
  expect(problems.map(({ path }) => path).sort()).toEqual(
    ["broken1", "broken2", "f0"].map((name) => `functions.${name}.handler`),
  );
});
