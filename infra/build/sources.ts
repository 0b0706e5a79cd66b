import type { Adapter } from "../../adapters/contract.ts";
import type { FeatureUse } from "../../model/definition.ts";
import type { Problem } from "../../model/errors.ts";
import { functionFeatures } from "../../model/function.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import { contentsOf } from "./contents.ts";
import { type Findings, joined } from "./findings.ts";
import { missingHandlers } from "./handlers.ts";
import { handlerMethods, kindsByHandler } from "./handler-methods.ts";
import { includedFiles } from "./include.ts";
import { copiedModules } from "./node-modules.ts";

/** Where the sources of an app are, and the spec that names them, as it is written. */
interface Sources {
  readonly directory: string;
  readonly spec: unknown;
}

/** What is wrong with the files that a spec names, whatever the target: known without packaging anything. */
export function sourceProblems(app: ResolvedApp, { directory, spec }: Sources): Problem[] {
  const served = kindsByHandler(spec);
  return [
    ...missingHandlers(app, directory),
    ...[...app.functions.values()].flatMap((fn) => {
      const modules = copiedModules(fn, directory);
      return [
        ...modules.problems,
        ...includedFiles(fn, directory, modules.files).problems,
        ...handlerMethods(fn, directory, served).problems,
      ];
    }),
  ];
}

/** What is found in the files of an app for a target, without packaging anything. */
export function sourceFindings(
  app: ResolvedApp,
  { directory, spec, adapter }: Sources & { adapter: Pick<Adapter, "package" | "support"> },
): Findings {
  const served = kindsByHandler(spec);
  const contents = [...app.functions.values()]
    .filter((fn) => hasRuntime(fn, adapter))
    .flatMap((fn) => [contentsOf(fn, adapter.package(fn, app), directory), handlerMethods(fn, directory, served)]);
  return joined([{ problems: missingHandlers(app, directory), remarks: [] }, ...contents]);
}

/** A function whose runtime the target lacks has no package there, and is reported as unsupported. */
function hasRuntime(fn: ResolvedFunction, { support }: Pick<Adapter, "support">): boolean {
  const features = Object.entries(functionFeatures) as [keyof typeof functionFeatures, FeatureUse<never>][];
  return features.every(
    ([feature, { field, uses }]) =>
      field !== "runtime" || !(uses as (value: object) => boolean)(fn) || support[feature].support !== "unsupported",
  );
}
