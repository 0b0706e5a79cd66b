// `npm run build`: the package as it is published, in dist. npm runs it before packing.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile, compileWorkspace, workspaces } from "./compile.mjs";
import { prepareRepository, root } from "./setup.mjs";

prepareRepository();

// The package is compiled against their types.
for (const workspace of workspaces) await compileWorkspace(join(root, workspace));
await compile(root, {
  config: "tsconfig.build.json",
  files: ["offline/**/*"],
  ignore: workspaces.map((workspace) => `${workspace}/**`),
});

// Types of a provider whose package is not installed are `any`, and no error.
const { globSync } = await import("tinyglobby");
for (const path of globSync("dist/adapters/*/resource-types.d.ts", { cwd: root, absolute: true })) {
  const ignored = readFileSync(path, "utf8").replace(/^(?=.*\bimport\("@pulumi\/)/gm, "    // @ts-ignore\n");
  writeFileSync(path, ignored);
}
