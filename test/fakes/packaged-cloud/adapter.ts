import type { Adapter, Packaging } from "../../../adapters/contract.ts";
import type { ResolvedApp, ResolvedFunction } from "../../../model/resolve.ts";
import { tinyCloud } from "../tiny-cloud/adapter.ts";
import { lowering } from "./lowering.ts";

/** A file of the function's folder for each trigger, which the cloud reads when the package is deployed. */
function packaging(fn: ResolvedFunction, app: ResolvedApp): Packaging {
  const own = tinyCloud.package(fn, app);
  if (own.kind === "image") return own;
  const files = fn.triggers.map(({ name, kind, spec }) => [`${name}/trigger.json`, JSON.stringify({ kind, spec })]);
  return { ...own, files: Object.fromEntries(files) };
}

/** A cloud whose triggers live inside the package, which holds all functions of an app. It has no regions. */
export const packagedCloud: Adapter = {
  ...tinyCloud,
  name: "packaged",
  title: "Packaged Cloud",
  defaultRegion: undefined,
  overrides: ["packaged"],
  package: packaging,
  units: (app) => {
    const functions = [...app.functions.values()].filter((fn) => fn.image === undefined).map(({ name }) => name);
    const host = { version: 1, functions };
    return [{ functions, files: { "host.json": JSON.stringify(host) }, handler: "host.json", runtime: "node" }];
  },
  lowering,
};
