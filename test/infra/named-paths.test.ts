import { expect, test } from "vitest";
import { buildFound, buildOne, bytesOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const IMPORTS = `import { dirname, join as j, join, resolve } from "node:path"; import { fileURLToPath, fileURLToPath as f } from "node:url";
export const used = [dirname, j, join, resolve, fileURLToPath, f];`;

async function remarksOf(code: string) {
  const directory = temporaryDirectory();
  write(directory, { "lib/a.ts": `${IMPORTS}\n${code}`, "lib/x.svg": "<svg/>", "lib/data/y.svg": "<svg/>" });
  const { remarks } = await buildFound(directory, { name: "shop", functions: { a: { handler: "lib/a.ts" } } });
  return remarks.map(({ code, message }) => `${code}: ${message}`);
}

const DIRECTORIES = [
  "const d = dirname(fileURLToPath(import.meta.url)); export default () => join(d, 'x.svg');",
  "const d = dirname(f(import.meta.url)); export default () => j(d, 'x.svg');",
  "export default () => import.meta.dirname + '/x.svg';",
  `export default () => \`\${__dirname}/x.svg\`;`,
  "const name = 'x.svg'; const data = resolve(__dirname, 'data'); export default () => join(data, '..', name);",
];

test.each(DIRECTORIES.slice(0, 4))("a path that begins with the module's folder names a file: %s", async (code) => {
  expect(await remarksOf(code)).toEqual([
    'file-not-included: The code names "lib/x.svg" beside itself, and it is not in the package.',
  ]);
});

test("a folder in a constant is named, and so is the file that it is the beginning of", async () => {
  expect(await remarksOf(DIRECTORIES[4] ?? "")).toEqual([
    'file-not-included: The code names "lib/data" beside itself, and it is not in the package.',
    'file-not-included: The code names "lib/x.svg" beside itself, and it is not in the package.',
  ]);
});

test.each([
  ["const b = import.meta.url; export default () => new URL('./x.svg', b);", "lib/x.svg"],
  ["export default () => new URL('./x.sv' + 'g', import.meta.url);", "lib/x.svg"],
  ["const d = new URL('./data/', import.meta.url); export default () => new URL('y.svg', d);", "lib/data/y.svg"],
])("a URL that follows from the module's own packages the file: %s", async (code, file) => {
  const directory = temporaryDirectory();
  write(directory, { "lib/a.ts": code, "lib/x.svg": "<svg/>", "lib/data/y.svg": "<svg/>" });
  expect(Object.keys(bytesOf(await buildOne(directory, { handler: "lib/a.ts" })))).toContain(file);
  expect(await remarksOf(code)).toEqual([]);
});

test.each([
  "export default () => join('/tmp', 'x.svg');",
  `export default () => \`\${import.meta.filename}:12\`;`,
  "export default () => import.meta.url + '?v=2';",
  `export default () => \`in \${__dirname}/x.svg\`;`,
  "const d = dirname(fileURLToPath(import.meta.url)); export default () => join(d, '..');",
  "export default () => new URL('https://example.com/x.svg', import.meta.url);",
])("other texts name no file: %s", async (code) => {
  expect(await remarksOf(code)).toEqual([]);
});

test.each([
  'import { Worker } from "node:worker_threads"; export default () => new Worker(new URL("./w.ts", import.meta.url));',
  'export default () => new URL("./w.ts", import.meta.url);',
])("a source that is packaged and not compiled causes a remark: %s", async (code) => {
  const directory = temporaryDirectory();
  write(directory, { "lib/a.ts": code, "lib/w.ts": "export const one: number = 1;" });
  const { remarks } = await buildFound(directory, { name: "shop", functions: { a: { handler: "lib/a.ts" } } });
  expect(remarks).toMatchObject([
    { code: "not-compiled", message: expect.stringContaining('"lib/w.ts"'), remedy: expect.stringContaining(".mjs") },
  ]);
});
