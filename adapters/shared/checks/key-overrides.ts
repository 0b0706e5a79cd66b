import { isPlainObject } from "../../../model/merge-patch.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Path } from "../problem.ts";

/** Native inputs of a cloud that name a customer's key. */
export interface KeyInputs {
  /** Keys of `override` that hold for this target. */
  readonly overrides: readonly string[];
  readonly names: ReadonlySet<string>;
}

/** Keys that an override sets by hand: no function gets the key actions that `key` in the spec would give it. */
export function keyOverrideRemarks({ overrides, names }: KeyInputs, app: ResolvedApp): Remark[] {
  const found = (override: Readonly<Record<string, unknown>>, path: Path): Path[] =>
    overrides.flatMap((target) => pathsOf(override[target], names, [...path, "override", target]));
  const ofResources = [...app.resources.values()].flatMap(({ name, kind, spec }) =>
    // A key's own inputs name the key itself.
    (kind === "key" ? [] : found(spec.override, ["resources", name])).map((path) => ({
      path,
      message: `${String(path.at(-1))} is set by hand, so functions that use "${name}" get no actions on that key.`,
      remedy:
        "Name a key resource in the spec instead (with existing, a key that is there), or allow the actions in statements and silence this remark.",
    })),
  );
  const ofFunctions = [...app.functions.values()].flatMap(({ name, override }) =>
    // Its log and its triggers are encrypted by services, which ask the key's own policy.
    found(override, ["functions", name])
      .filter((path) => path[4] === "function")
      .map((path) => ({
        path,
        message: `${String(path.at(-1))} is set by hand, so the function's role gets no actions on that key.`,
        remedy: "Allow them in statements, and silence this remark.",
      })),
  );
  return [...ofResources, ...ofFunctions].map((remark) => ({ code: "override-key", ...remark }));
}

/** The places at which a value has inputs of these names. */
function pathsOf(value: unknown, names: ReadonlySet<string>, path: Path): Path[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => pathsOf(one, names, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    names.has(key) ? [[...path, key]] : pathsOf(child, names, [...path, key]),
  );
}
