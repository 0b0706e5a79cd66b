import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseApp } from "../../index.ts";
import { allBlocks, type Block, root } from "./blocks.ts";

const label = ({ page, line }: Block): string => `${page}:${line}`;
const inLanguage = (language: string): readonly Block[] => allBlocks.filter((block) => block.language === language);

/**
 * Compiles snippets as if they were in `functions/`, where users put their handlers: `polyfn` and `../polyfn.config.ts`
 * resolve as there, and the types of `polyfn/assets` are on. A page's own spec is available to its handlers as
 * `./spec.ts`.
 * @returns The compiler's errors, each with the snippet's page and line.
 */
async function compile(blocks: readonly Block[]): Promise<string[]> {
  await mkdir(join(root, ".polyfn"), { recursive: true });
  const directory = await mkdtemp(join(root, ".polyfn", "snippets-"));
  try {
    await mkdir(join(directory, "functions"));
    // A snippet without imports would be a script, and share its names with all others.
    const write = ({ code }: Block, index: number) =>
      writeFile(join(directory, "functions", `${index}.ts`), `${code}\nexport {};\n`);
    await Promise.all(blocks.map(write));
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify(settings(blocks)));
    const compiler = join(root, "node_modules/typescript-native/bin/tsc");
    // Several checkers would each check the types that the snippets share, while the other tests wait.
    const options = ["--pretty", "false", "--checkers", "1"];
    const { stdout } = await execa(process.execPath, [compiler, "-p", directory, ...options], {
      cwd: directory,
      reject: false,
    });
    return stdout
      .split("\n")
      .filter((line) => /: error TS/.test(line))
      .map((line) => placed(line, blocks));
  } finally {
    await rm(directory, { recursive: true });
  }
}

const settings = (blocks: readonly Block[]): object => ({
  extends: join(root, "tsconfig.json"),
  compilerOptions: {
    rootDirs: [root, "."],
    incremental: false,
    tsBuildInfoFile: null,
    // A snippet may have an unused parameter.
    noUnusedLocals: false,
    noUnusedParameters: false,
  },
  files: [join(root, "assets.d.ts"), ...blocks.map((_, index) => `functions/${index}.ts`)],
});

/** An error at its place in the docs. */
function placed(error: string, blocks: readonly Block[]): string {
  const [, index = "", line = "", text = ""] = /^functions\/(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(error) ?? [];
  const block = blocks[Number(index)];
  return index === "" || block === undefined ? error : `${block.page}:${block.line + Number(line)}: ${text}`;
}

describe("snippets in the docs", () => {
  it("compiles the TypeScript snippets and would find a broken one", async () => {
    expect(inLanguage("ts").length).toBeGreaterThan(10);
    const broken: Block = {
      page: "x.md",
      line: 1,
      language: "ts",
      code: 'import { defineApp } from "polyfn";\ndefineApp({ nam: "x" });',
    };
    expect(await compile([...inLanguage("ts"), broken])).toEqual([expect.stringContaining("x.md:3: ")]);
  });

  const specs = inLanguage("yaml").filter((block) => /^functions:/m.test(block.code));

  it("has more than eight specs in YAML", () => expect(specs.length).toBeGreaterThan(8));

  it.each(specs.map((block) => [label(block), block] as const))(
    "parses the spec %s without problems",
    (origin, block) => {
      expect(parseApp(parse(block.code), { origin }).functions.size).toBeGreaterThan(0);
    },
  );

  it.each(inLanguage("yaml").map((block) => [label(block), block.code] as const))(
    "parses the YAML of %s",
    (_, code) => {
      expect(parse(code)).toBeTypeOf("object");
    },
  );

  it.each(inLanguage("json").map((block) => [label(block), block.code] as const))(
    "parses the JSON of %s",
    (_, code) => {
      expect(JSON.parse(code)).toBeTypeOf("object");
    },
  );
});
