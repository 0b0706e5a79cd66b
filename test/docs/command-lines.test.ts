import { expect, test } from "vitest";
import { commandLines, NOT_RUN } from "./command-lines.ts";

test("every command line that is not run in a project is on a page", () => {
  const texts = commandLines.map(({ text }) => text);
  expect(Object.keys(NOT_RUN).filter((line) => !texts.includes(line))).toEqual([]);
});

test("README and the pages for users have command lines", () => {
  const found = new Set(commandLines.map(({ page }) => page));
  for (const page of ["README.md", "docs/getting-started.md", "docs/operate.md", "docs/dev.md", "docs/deploy.md"]) {
    expect(found).toContain(page);
  }
});
