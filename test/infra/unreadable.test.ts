import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { directoryFiles } from "../../infra/build/files.ts";
import { temporaryDirectory, write } from "./project.ts";

// The tests may run as root, who reads everything.
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const refused = (path: unknown): void => {
    if (/locked(\.txt)?$/.test(String(path))) throw Object.assign(new Error("permission denied"), { code: "EACCES" });
  };
  return {
    ...fs,
    accessSync: (...args: Parameters<typeof fs.accessSync>) => {
      refused(args[0]);
      fs.accessSync(...args);
    },
    readdirSync: (path: string, options: { withFileTypes: true }) => {
      refused(path);
      return fs.readdirSync(path, options);
    },
  };
});

test("unreadable files and folders are reported as left out", () => {
  const directory = temporaryDirectory();
  write(directory, { "app.py": "", "locked.txt": "x", "locked/a.py": "" });
  const { files, leftOut } = directoryFiles(join(directory, "app.py"), { modules: false });
  expect(files.map(({ path }) => path)).toEqual(["app.py"]);
  expect(leftOut).toEqual([
    { path: "locked.txt", why: "cannot be read (EACCES)", expected: false },
    { path: "locked/", why: "cannot be read (EACCES)", expected: false },
  ]);
});
