import type { Adapter, Packaging } from "../../../adapters/contract.ts";
import type { ResolvedApp, ResolvedFunction } from "../../../model/resolve.ts";
import { everyTrigger } from "../every-trigger.ts";
import { tinyCloud } from "../tiny-cloud/adapter.ts";

/** A file of the package for each trigger, which the cloud reads when the function is deployed. */
function packaging(fn: ResolvedFunction, app: ResolvedApp): Packaging {
  const own = tinyCloud.package(fn, app);
  if (own.kind === "image") return own;
  const files = fn.triggers.map(({ name, kind, spec }) => [`${name}/trigger.json`, JSON.stringify({ kind, spec })]);
  return { ...own, files: Object.fromEntries(files) };
}

/** A cloud whose triggers live inside the package: nothing is created for them. */
export const packagedCloud: Adapter = {
  ...tinyCloud,
  name: "packaged",
  title: "Packaged Cloud",
  overrides: ["packaged"],
  package: packaging,
  lowering: { ...tinyCloud.lowering, triggers: everyTrigger(() => ({ nodes: {} })) },
};
