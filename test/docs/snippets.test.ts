import { join } from "node:path";
import ts from "typescript";
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
 */
function compile(blocks: readonly Block[]): string[] {
  const sources = new Map(blocks.map((block, index) => [join(root, "functions", `__snippet-${index}.ts`), block]));
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  // A snippet may have an unused parameter.
  const options = { ...parsed.options, noUnusedLocals: false, noUnusedParameters: false };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => {
    const block = sources.get(file);
    // A snippet without imports would be a script, and share its names with all others.
    return block ? `${block.code}\nexport {};\n` : readFile(file);
  };
  const program = ts.createProgram([...sources.keys(), join(root, "assets.d.ts")], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    const block = sources.get(diagnostic.file?.fileName ?? "");
    if (!block || !diagnostic.file) return `${diagnostic.file?.fileName}: ${text}`;
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    return `${block.page}:${block.line + line + 1}: ${text}`;
  });
}

describe("snippets in the docs", () => {
  it("compiles the TypeScript snippets and would find a broken one", () => {
    expect(inLanguage("ts").length).toBeGreaterThan(10);
    const broken: Block = {
      page: "x.md",
      line: 1,
      language: "ts",
      code: 'import { defineApp } from "polyfn";\ndefineApp({ nam: "x" });',
    };
    expect(compile([...inLanguage("ts"), broken])).toEqual([expect.stringContaining("x.md:3: ")]);
  }, 240_000);

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
