import { type Problem, SpecError } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";

/**
 * The settings of a deployment, as a target reads them.
 * @throws SpecError for settings that are wrong.
 */
export function soundSettings<Settings>(
  deployment: Deployment,
  read: (deployment: Deployment) => { readonly settings: Settings; readonly problems: readonly Problem[] },
): Settings {
  const { settings, problems } = read(deployment);
  if (problems.length > 0) throw new SpecError(problems, `settings of ${deployment.name}`);
  return settings;
}
