import { formatPath } from "../model/errors.ts";
import { checkApp, environmentsOf, type ParseOptions } from "../model/parse.ts";
import { foundBy, type Remark } from "../model/remarks.ts";
import { type Silence, silencesOf, unusedSilences } from "../model/silences.ts";
import { deploymentOf } from "./deployment.ts";
import { remarksOf } from "./plan.ts";
import { adapterFor, targets } from "./targets.ts";

/** The silences that only packaging can tell to be unused, and those that the spec alone tells of. */
const foundIn = (silences: readonly Silence[], ...found: ReturnType<typeof foundBy>[]): Silence[] =>
  silences.filter(({ code }) => found.includes(foundBy(code)));

/**
 * Silences in a spec that silence nothing: not on any target, and not in any of its environments, since one spec serves
 * all of them. `built` are the remarks of packaging where there was any; without it, silences of those are not judged.
 */
export async function unused(spec: unknown, options: ParseOptions, built?: readonly Remark[]): Promise<Remark[]> {
  const silences = silencesOf(checkApp(spec, options).app);
  if (silences.length === 0) return [];
  const environments = [options.environment, ...environmentsOf(spec)];
  const found = await Promise.all(
    environments.flatMap((environment) =>
      targets.map((target) => remarksOn(target, spec, { ...options, environment })),
    ),
  );
  const judged = [
    ...unusedSilences(foundIn(silences, "check"), found.flat()),
    ...unusedSilences(built === undefined ? [] : foundIn(silences, "build"), built ?? []),
  ];
  return judged.sort((a, b) => (formatPath(a.path) < formatPath(b.path) ? -1 : 1));
}

/** Everything that can be remarked on a spec for a target, silenced or not. */
async function remarksOn(target: string, spec: unknown, options: ParseOptions): Promise<Remark[]> {
  const adapter = await adapterFor(target);
  const checked = checkApp(spec, options);
  const { name } = checked.app;
  return remarksOf(checked, adapter, deploymentOf({ app: name, stack: options.environment ?? "", adapter }));
}
