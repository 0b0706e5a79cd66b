import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nearestTsconfig } from "../../infra/spec-file.ts";
import { UserError } from "../../model/errors.ts";
import { hasShim } from "../../model/function.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";

/** A handler, the module that exports it, or a function that loads the module. */
export type HandlerSource = object | (() => Promise<object>);

/** The user's module: the given one, otherwise the file that the spec names. */
export async function handlerModule(
  fn: ResolvedFunction,
  directory: string,
  given: HandlerSource | undefined,
): Promise<object> {
  if (typeof given === "function") return (given as () => Promise<object>)();
  if (given !== undefined) return given;
  if (fn.handler === undefined || !hasShim(fn)) {
    throw new UserError(
      `The function "${fn.name}" has no handler in TypeScript or JavaScript, so it cannot run in this process.`,
      "Test it in an integration test.",
    );
  }
  const { tsImport } = await import("tsx/esm/api");
  const file = join(directory, fn.handler);
  const tsconfig = await nearestTsconfig(directory);
  return (await tsImport(pathToFileURL(file).href, { parentURL: import.meta.url, tsconfig })) as object;
}
