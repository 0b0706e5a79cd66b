import { resolve } from "node:path";
import type { Adapter, Packaging } from "../../adapters/contract.ts";
import type { CheckedSpec } from "../../model/checked-spec.ts";
import type { FeatureUse } from "../../model/definition.ts";
import type { Problem } from "../../model/errors.ts";
import { functionFeatures } from "../../model/function.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import { readingFiles } from "../reading.ts";
import { type Contents, contentsOf } from "./contents.ts";
import { handlerFile } from "./files.ts";
import { type Findings, joined, NOTHING_FOUND } from "./findings.ts";
import { handlerMethods, kindsByHandler } from "./handler-methods.ts";
import { missingHandlers } from "./handlers.ts";
import { includedFiles } from "./include.ts";
import { copiedModules } from "./node-modules.ts";

interface Place {
  /** The spec's directory: handlers and `include` are relative to it. */
  readonly directory: string;
  /**
   * The spec in its environments, which say which methods of a handler are in use. Without it, handlers are not compared
   * with their triggers.
   */
  readonly spec?: Pick<CheckedSpec, "environments"> | undefined;
}

/** Problems of the files that a spec names, on any target: known without packaging. */
export const sourceProblems = (app: ResolvedApp, { directory, spec }: Place): Problem[] =>
  readingFiles(() => {
    const served = spec && kindsByHandler(spec);
    return [
      ...missingHandlers(app, directory),
      ...[...app.functions.values()].flatMap((fn) => {
        const modules = copiedModules(fn, directory);
        return [
          ...modules.problems,
          ...includedFiles(fn, directory, modules.files).problems,
          ...(served ? handlerMethods(fn, directory, served).problems : []),
        ];
      }),
    ];
  });

/** The files of a function, before anything is packaged. */
export interface FunctionSources<P extends Packaging = Packaging> {
  readonly fn: ResolvedFunction;
  readonly packaging: P;
  /** Absolute path of the handler's file. */
  readonly handler: string;
  /** Files beside the bundle: what `include` adds and, where there is no bundle, the handler's folder. */
  readonly contents: Contents;
  /** The handler's methods for the function's triggers. */
  readonly methods: Findings;
}

/** The files of an app for a target. Its problems are those of all functions; remarks are each function's own. */
export interface Sources {
  readonly problems: readonly Problem[];
  readonly functions: readonly FunctionSources[];
}

/** Without a support table, the target has every runtime. */
type PackagingAdapter = Pick<Adapter, "package"> & Partial<Pick<Adapter, "support">>;

/** Reads the files of an app for a target, or those of one of its functions. Functions whose runtime the target lacks are reported elsewhere. */
export const readSources = (
  app: ResolvedApp,
  { directory, spec, adapter, only }: Place & { readonly adapter: PackagingAdapter; readonly only?: string },
): Sources =>
  readingFiles(() => {
    const served = spec && kindsByHandler(spec);
    const read = [...app.functions.values()].filter(({ name }) => only === undefined || name === only);
    const functions = read
      .filter((fn) => hasRuntime(fn, adapter))
      .map((fn) => {
        const packaging = adapter.package(fn, app);
        return {
          fn,
          packaging,
          handler: resolve(directory, handlerFile(fn.handler ?? "")),
          contents: contentsOf(fn, packaging, directory),
          methods: served ? handlerMethods(fn, directory, served) : NOTHING_FOUND,
        };
      });
    const { problems } = joined(functions.flatMap(({ contents, methods }) => [contents, methods]));
    const named = { functions: new Map(read.map((fn) => [fn.name, fn])) };
    return { problems: [...missingHandlers(named, directory), ...problems], functions };
  });

/** A function whose runtime the target lacks has no package there, and is reported as unsupported. */
function hasRuntime(fn: ResolvedFunction, { support }: PackagingAdapter): boolean {
  if (support === undefined) return true;
  const features = Object.entries(functionFeatures) as [keyof typeof functionFeatures, FeatureUse<never>][];
  return features.every(
    ([feature, { field, uses }]) =>
      field !== "runtime" || !(uses as (value: object) => boolean)(fn) || support[feature].support !== "unsupported",
  );
}
