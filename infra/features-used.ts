import type { Adapter } from "../adapters/contract.ts";
import type { FeatureUse } from "../model/definition.ts";
import type { Problem } from "../model/errors.ts";
import type { Feature } from "../model/features.ts";
import { functionFeatures, hasShim } from "../model/function.ts";
import type { ResolvedApp } from "../model/resolve.ts";
import { resources } from "../model/resources/index.ts";
import { triggers } from "../model/triggers/index.ts";

type Path = readonly (string | number)[];

/** A feature that works on a target by other means than the cloud's own. */
export interface Note {
  readonly path: Path;
  /** The feature's title. */
  readonly title: string;
  readonly how: string;
}

interface Use {
  readonly feature: Feature;
  readonly title: string;
  readonly path: Path;
}

/** Every feature that the app asks for, and where. */
export function featuresUsed(app: ResolvedApp): Use[] {
  const functions = [...app.functions.values()];
  return [
    ...functions.flatMap((fn) => uses(functionFeatures, fn, ["functions", fn.name], "function.")),
    ...functions.flatMap((fn) =>
      fn.triggers.flatMap(({ kind, name, spec }) =>
        uses(triggers[kind].features, spec, ["functions", fn.name, "triggers", name], `${kind}.`),
      ),
    ),
    ...[...app.resources.values()].flatMap(({ kind, name, spec }) =>
      uses(resources[kind].features, spec, ["resources", name], `resource.${kind}.`),
    ),
  ];
}

/** `prefix` is what a feature's name has before the field it is about: `queue.filter` is about `filter`. */
function uses(features: Readonly<Record<string, FeatureUse<never>>>, of: object, path: Path, prefix: string): Use[] {
  return Object.entries(features)
    .filter(([, use]) => (use.uses as (value: object) => boolean)(of))
    .map(([feature, { title, field }]) => ({
      feature: feature as Feature,
      title,
      path: [...path, ...fieldsIn(of, field === undefined ? fieldsNamed(feature, prefix) : [field])],
    }));
}

const fieldsNamed = (feature: string, prefix: string): string[] =>
  feature.startsWith(prefix) ? feature.slice(prefix.length).split(".") : [];

function fieldsIn(value: unknown, [field, ...rest]: readonly string[]): string[] {
  if (field === undefined || typeof value !== "object" || value === null || !(field in value)) return [];
  return [field, ...fieldsIn((value as Record<string, unknown>)[field], rest)];
}

/** Problems and notes of a target about the features that an app uses. */
export function featureVerdict(app: ResolvedApp, adapter: Adapter): { problems: Problem[]; notes: Note[] } {
  const used = featuresUsed(app);
  return {
    problems: [...unsupported(used, adapter), ...shimless(used, app, adapter)],
    notes: notesOf(used, adapter),
  };
}

function unsupported(used: readonly Use[], adapter: Adapter): Problem[] {
  return used.flatMap(({ feature, title, path }) => {
    const verdict = adapter.support[feature];
    if (verdict.support !== "unsupported") return [];
    return [
      { code: "unsupported", path, message: `${title}: not available on ${adapter.title}.`, remedy: verdict.remedy },
    ];
  });
}

/** Features that need the shim, in functions that have none. */
function shimless(used: readonly Use[], app: ResolvedApp, adapter: Adapter): Problem[] {
  return used.flatMap(({ feature, title, path }) => {
    const fn = path[0] === "functions" ? app.functions.get(String(path[1])) : undefined;
    const verdict = adapter.support[feature];
    if (fn === undefined || hasShim(fn) || verdict.support === "unsupported" || verdict.inShim !== true) return [];
    const runtime = fn.image === undefined ? `runtime ${fn.runtime}` : "a container image";
    return [
      {
        code: "no-shim",
        path,
        message: `${title}: on ${adapter.title} the function's shim does it, and "${fn.name}" has none, with ${runtime}.`,
        remedy:
          "Use a Node.js runtime, or do without it (what is on by default is set to false) and see to it in the function's own code.",
      },
    ];
  });
}

function notesOf(used: readonly Use[], adapter: Adapter): Note[] {
  return used.flatMap(({ feature, title, path }) => {
    const verdict = adapter.support[feature];
    return verdict.support === "emulated" ? [{ path, title, how: verdict.how }] : [];
  });
}
