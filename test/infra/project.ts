import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Creates a directory for one test, removed afterwards. */
export function temporaryDirectory(prefix = "polyfn-test-"): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes files into a directory, all with the same modification time. */
export function write(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  time = new Date(),
): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, time, time);
  }
}

/** Links the packages of this repository into a directory. */
export function linkPackages(directory: string): void {
  symlinkSync(join(process.cwd(), "node_modules"), join(directory, "node_modules"));
}
