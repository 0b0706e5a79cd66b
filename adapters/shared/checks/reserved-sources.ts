import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Rules } from "../../rules.ts";
import { triggerPath, triggersOf } from "../problem.ts";

/** Bus triggers for events of the cloud's own services on a bus of the deployment, to which no service sends. */
export const reservedSourceRemarks = ({ cloud, reservedSources }: Rules, app: ResolvedApp): Remark[] =>
  triggersOf(app, "bus").flatMap((trigger): Remark[] => {
    const bus = app.resources.get(trigger.spec.bus);
    if (reservedSources === undefined || bus?.kind !== "bus" || bus.spec.existing !== undefined) return [];
    return (trigger.spec.pattern.source ?? []).flatMap((source, index): Remark[] =>
      source.startsWith(reservedSources)
        ? [
            {
              code: "reserved-source",
              path: [...triggerPath(trigger), "pattern", "source", index],
              message: `"${source}" is a source of ${cloud}'s own services, which send to the account's default bus and not to "${bus.name}".`,
              remedy: `Adopt the default bus with existing: default, or silence this remark if a rule forwards these events to "${bus.name}".`,
            },
          ]
        : [],
    );
  });
