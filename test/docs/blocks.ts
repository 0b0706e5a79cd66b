import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** The language after the fence: `ts`, `yaml`, `console`, ... */
  readonly language: string;
  readonly code: string;
}

/** Every page of prose in the repository. */
export const pages: readonly string[] = globSync(["*.md", "docs/**/*.md"], { cwd: root }).sort();

export const readPage = (page: string): string => readFileSync(`${root}${page}`, "utf8");

/** Fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; code: string[] } | undefined;
  for (const [index, text] of readPage(page).split("\n").entries()) {
    const fence = /^```(.*)$/.exec(text);
    if (!fence) open?.code.push(text);
    else if (open) {
      blocks.push({ page, line: open.line, language: open.language, code: open.code.join("\n") });
      open = undefined;
    } else open = { language: fence[1]?.trim() ?? "", line: index + 1, code: [] };
  }
  if (open) throw new Error(`${page}:${open.line}: the block never ends`);
  return blocks;
}

export const allBlocks: readonly Block[] = pages.flatMap(blocksOf);
