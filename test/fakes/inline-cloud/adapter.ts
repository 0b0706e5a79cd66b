import type { Adapter } from "../../../adapters/contract.ts";
import type { Lowering } from "../../../adapters/graph/lowering.ts";
import { unsupportedKind } from "../../../adapters/shared/verdicts.ts";
import { everyTrigger } from "../every-trigger.ts";
import { tinyCloud } from "../tiny-cloud/adapter.ts";

/** A trigger is one entry of the function's own input `triggers`. */
const lowering: Lowering = {
  ...tinyCloud.lowering,
  triggers: everyTrigger((_, { name, kind, spec }) => ({
    nodes: {},
    functionInputs: { triggers: { [name]: JSON.stringify({ kind, spec }) } },
  })),
};

/** A cloud whose triggers are part of the function's resource: it has no resources for them. */
export const inlineCloud: Adapter = {
  ...tinyCloud,
  name: "inline",
  title: "Inline Cloud",
  support: {
    ...tinyCloud.support,
    ...unsupportedKind("stream", "Use a queue: this cloud has no streams."),
    ...unsupportedKind("resource.stream", "Use a queue: this cloud has no streams."),
  },
  overrides: ["inline"],
  lowering,
};
