import { expect, test } from "vitest";
import { buildFunctions } from "../../infra/build/index.ts";
import { parseApp } from "../../model/parse.ts";
import { adapter } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

test("the same remarks on a bundle come from the cache as from a clean build", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import picture from "picture"; import { join } from "node:path"; import { readFileSync } from "node:fs";
export default () => [picture, readFileSync(join(__dirname, "mail.html")), () => require("pg-native")];`,
    "mail.html": "<p>",
    "node_modules/picture/package.json": `{ "name": "picture", "optionalDependencies": { "@picture/linux-x64": "1" } }`,
    "node_modules/picture/index.js": 'module.exports = (name) => require("@picture/" + name);',
  });
  const spec = { name: "shop", functions: { a: { handler: "a.ts", external: ["pg-native"] } } };
  const remarks = async (app: object = spec) =>
    (await buildFunctions({ app: parseApp(app), adapter, directory })).remarks.map(({ code, message }) => [
      code,
      message,
    ]);
  const clean = await remarks();
  expect(clean).toEqual([
    ["external-missing", 'Nothing brings "pg-native": code that loads an external package fails there.'],
    ["file-not-included", 'The code names "mail.html" beside itself, and it is not in the package.'],
    ["addon-not-found", expect.stringContaining('"picture" has a native addon, and none is in the package')],
  ]);
  expect(await remarks()).toEqual(clean);
  const included = {
    name: "shop",
    functions: { a: { ...spec.functions.a, include: ["mail.html"], layers: ["layer:1"] } },
  };
  expect((await remarks(included)).map(([code]) => code)).toEqual(["addon-not-found"]);
});
