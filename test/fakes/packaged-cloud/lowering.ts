import type { Lowering, LoweringScope, PartHandle } from "../../../adapters/graph/lowering.ts";
import { sharedNode } from "../../../adapters/graph/group.ts";
import { packageOf } from "../../../adapters/graph/expression.ts";
import type { FurtherProvider } from "../../../adapters/graph/node.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { everyTrigger } from "../every-trigger.ts";
import { tinyCloud } from "../tiny-cloud/adapter.ts";
import { type PackagedTypes, resourceTypes } from "./resource-types.ts";

/** The cloud's own provider can't upload a package, so another one runs a command that does. */
const publisher: FurtherProvider = { package: "publish", name: "publisher", inputs: { attempts: 3 } };

/** All functions have one package, which is uploaded once. */
function lowerFunction(
  scope: LoweringScope,
  fn: ResolvedFunction,
  entrypoint: Parameters<Lowering["function"]>[2],
): PartHandle {
  const handle = tinyCloud.lowering.function(scope, fn, entrypoint);
  if (entrypoint === undefined) return handle;
  sharedNode<PackagedTypes, "publish:index:Upload">(scope, "publish:index:Upload", "upload", {
    package: packageOf(fn.name, "sha256"),
  });
  return { ...handle, providers: [publisher] };
}

export const lowering: Lowering = {
  ...tinyCloud.lowering,
  types: resourceTypes,
  provider: ({ name }) => ({ package: "tiny", name, inputs: {}, replaceable: true }),
  function: lowerFunction,
  // Triggers are files of the package: nothing is created for them.
  triggers: everyTrigger(() => ({ nodes: {} })),
};
