import { formatPath } from "../model/errors.ts";
import { type CheckedSpec, inEnvironment } from "../model/checked-spec.ts";
import { foundBy, type Remark } from "../model/remarks.ts";
import { type Silence, silencesOf, unusedSilences } from "../model/silences.ts";
import { deploymentOf } from "./deployment.ts";
import { type Plan, remarksOf } from "./plan.ts";
import { adapterFor, targets } from "./targets.ts";

export interface SilenceRequest {
  readonly spec: CheckedSpec;
  readonly stack: string;
  /** The plan of the deployment, where there is one. */
  readonly plan?: Plan;
  /** Remarks of packaging, silenced ones included. Without them, silences of those are not judged. */
  readonly built?: readonly Remark[];
}

/** The silences that only packaging can tell to be unused, and those that the spec alone tells of. */
const foundIn = (silences: readonly Silence[], ...found: ReturnType<typeof foundBy>[]): Silence[] =>
  silences.filter(({ code }) => found.includes(foundBy(code)));

/**
 * Silences in a spec that silence nothing: not on any target, and not in any of its environments, since one spec serves
 * all of them.
 */
export async function unused({ spec, stack, plan, built }: SilenceRequest): Promise<Remark[]> {
  const silences = silencesOf(spec.deployed.app);
  if (silences.length === 0) return [];
  const others = targets().filter((target) => target !== plan?.adapter.name);
  const environments = [...spec.environments.keys()].filter((name) => inEnvironment(spec, name) !== spec.deployed);
  const found = await Promise.all([
    plan?.allRemarks ?? [],
    ...others.map((target) => remarksOn(target, spec.deployed, stack)),
    ...environments.flatMap((name) =>
      targets().map((target) => remarksOn(target, inEnvironment(spec, name), name ?? stack)),
    ),
  ]);
  const judged = [
    ...unusedSilences(foundIn(silences, "check"), found.flat()),
    ...unusedSilences(built === undefined ? [] : foundIn(silences, "build"), built ?? []),
  ];
  return judged.sort((a, b) => (formatPath(a.path) < formatPath(b.path) ? -1 : 1));
}

/** Everything that can be remarked on an app on a target, silenced or not. */
async function remarksOn(target: string, checked: CheckedSpec["deployed"], stack: string): Promise<Remark[]> {
  const adapter = await adapterFor(target);
  return remarksOf(checked, adapter, deploymentOf({ app: checked.app.name, stack, adapter }));
}
