import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { missingHandlers } from "./handlers.ts";
import { includedFiles } from "./include.ts";

/** What is wrong with the files that a spec names, whatever the target: known without packaging anything. */
export function sourceProblems(app: ResolvedApp, directory: string): Problem[] {
  return [
    ...missingHandlers(app, directory),
    ...[...app.functions.values()].flatMap((fn) => includedFiles(fn, directory).problems),
  ];
}
