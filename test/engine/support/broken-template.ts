import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Parts of a template that can be broken. */
export type Part = "handler" | "permission" | "trigger";

/** A template's integration tests on these targets, with a part of every function broken. */
export async function testBroken(template: string, part: Part, targets: readonly string[]) {
  const parent = join(root, ".polyfn/test");
  await mkdir(parent, { recursive: true });
  const directory = await mkdtemp(join(parent, `broken-${template}-`));
  try {
    await cp(join(root, "templates", template), directory, { recursive: true });
    await useTargets(directory, targets);
    if (part === "handler") await breakHandlers(directory);
    else await emptyInSpec(directory, `${part}s`);
    await writeFile(join(directory, "vitest.config.ts"), CONFIG);
    const args = ["vitest", "run", "--config", "vitest.config.ts"];
    const { exitCode, all } = await execa("npx", args, {
      cwd: directory,
      reject: false,
      all: true,
      env: { NO_COLOR: "1" },
    });
    return { exitCode, printed: all };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const CONFIG = `import repository from ${JSON.stringify(join(root, "vitest.config.ts"))};
export default {
  resolve: repository.resolve,
  test: { include: ["test/*.integration.test.ts"], testTimeout: 180_000, hookTimeout: 600_000 },
};
`;

async function useTargets(directory: string, targets: readonly string[]): Promise<void> {
  for (const name of await readdir(join(directory, "test"))) {
    if (!name.endsWith(".integration.test.ts")) continue;
    const file = join(directory, "test", name);
    await writeFile(file, (await readFile(file, "utf8")).replace('["my-offline-target"]', JSON.stringify(targets)));
  }
}

/** Every method of every handler throws. */
async function breakHandlers(directory: string): Promise<void> {
  for (const name of await readdir(join(directory, "functions"))) {
    await rename(join(directory, "functions", name), join(directory, "functions", `original-${name}`));
    await writeFile(
      join(directory, "functions", name),
      `import original from "./original-${name}";
const broken = () => {
  throw new Error("broken on purpose");
};
export default Object.fromEntries(Object.keys(original).map((method) => [method, broken]));
`,
    );
  }
}

/** Every function of the spec loses this field. */
async function emptyInSpec(directory: string, field: string): Promise<void> {
  await rename(join(directory, "polyfn.config.ts"), join(directory, "original.config.ts"));
  await writeFile(
    join(directory, "polyfn.config.ts"),
    `import original from "./original.config.ts";
const functions = Object.entries(original.functions).map(([name, fn]) => [name, { ...fn, ${field}: {} }]);
export default { ...original, functions: Object.fromEntries(functions) };
`,
  );
}
