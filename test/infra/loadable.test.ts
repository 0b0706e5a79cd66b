import { expect, test } from "vitest";
import { buildOne, problemsOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

async function refusal(code: string) {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `${code}\nexport default () => 1;`, "dep.ts": "export default 1;", "empty/x.txt": "" });
  const [problem, ...others] = await problemsOf(buildOne(directory));
  expect(others).toEqual([]);
  return `${problem?.message} ${problem?.remedy}`;
}

test.each([
  ['import x from "https://esm.sh/x"; x();', '"https://esm.sh/x" is on the web', "Install the package with npm"],
  ['import x from "node:sqlite2"; x();', 'has no module "node:sqlite2"', "Correct the name"],
  ['import x from "node:sqlite"; x();', "runs on Node.js 20", "Choose a newer runtime"],
  ['import x from "file:///etc/hostname"; x();', "Could not resolve", '"file:" is not supported in imports'],
  ['import x from "nofs:x"; x();', "Could not resolve", '"nofs:" is not supported in imports'],
  ['import x from "./Dep"; x();', 'Dep.ts does not exist: the file is called "dep.ts"', 'Write the name of "dep.ts"'],
  [`export const f = (x: string) => import(\`./empty/\${x}.ts\`);`, "a.ts:1:", "Correct the path of the import"],
  [`export const f = (x: string) => import(\`./nope/\${x}.ts\`);`, "a.ts:1:", "Correct the path of the import"],
  [`export const f = (x: string) => require(\`./empty/\${x}.ts\`);`, "a.ts:1:", "Correct the path of the import"],
])("an import that can never load is refused: %s", async (code, message, remedy) => {
  const said = await refusal(code);
  expect(said).toContain(message);
  expect(said).toContain(remedy);
});

test("modules of Node.js and modules in data URLs are no mistakes", async () => {
  const directory = temporaryDirectory();
  const code = 'import { test } from "node:test"; import one from "data:text/javascript,export default 1";';
  write(directory, { "a.ts": `${code} export default () => [test, one].length;` });
  expect(await buildOne(directory)).not.toBe("");
});
