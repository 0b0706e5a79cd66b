import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { resources } from "../../model/resources/index.ts";
import { triggers } from "../../model/triggers/index.ts";
import { pages, readPage, root } from "./blocks.ts";

/** GitHub's anchor of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

const anchorsOf = (page: string): string[] =>
  [...readPage(page).matchAll(/^#+ (.*)$/gm)].map((m) => anchor(m[1] ?? ""));

const linksIn = (page: string): string[] =>
  [...readPage(page).matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1] ?? "").filter((link) => !/^[a-z]+:/.test(link));

describe("links in the docs", () => {
  it.each(pages.map((page) => [page]))("has only working links in %s", (page) => {
    const wrong = linksIn(page).filter((link) => {
      const [path = "", hash] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return hash !== undefined && !anchorsOf(target).includes(hash);
    });
    expect(wrong).toEqual([]);
  });

  it("has a page for every trigger kind, listed in the index", () => {
    const index = readPage("docs/README.md");
    for (const kind of Object.keys(triggers)) {
      expect(existsSync(join(root, `docs/triggers/${kind}.md`)), kind).toBe(true);
      expect(index).toContain(`triggers/${kind}.md`);
    }
  });

  it("has a section for every resource kind", () => {
    const sections = anchorsOf("docs/resources.md");
    for (const kind of Object.keys(resources)) expect(sections).toContain(kind);
  });
});
