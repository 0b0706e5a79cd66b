import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, readPage, root } from "./blocks.ts";

/** The comment before a snippet that is a whole test file, and the file. Paths of imports are those of a user's project. */
const SHOWN = /^<!-- test: (\S+) -->\n\n```ts$/gm;
const asInProject = (code: string): string => code.replace(/"(\.\.\/)+/g, '"../').trimEnd();

describe("tests in docs/testing.md", () => {
  const page = "docs/testing.md";
  const shown = [...readPage(page).matchAll(SHOWN)].map(([text, file = ""], index) => ({ file, index, text }));

  it("shows a test of each kind", () => expect(shown).toHaveLength(3));

  it.each(shown)("shows $file as it runs", ({ file, index }) => {
    const code = asInProject(readFileSync(`${root}${file}`, "utf8"));
    const blocks = blocksOf(page).filter(({ language }) => language === "ts");
    expect(blocks[index]?.code).toBe(code);
  });
});
