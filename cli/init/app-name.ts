import { parse } from "yaml";
import { deploymentOf, environmentOf } from "../../infra/deployment.ts";
import { plan } from "../../infra/plan.ts";
import { loadSpec } from "../../infra/spec-file.ts";
import { readStackConfiguration } from "../../infra/stack-configuration.ts";
import { adapterFor } from "../../infra/targets.ts";
import { checkSpec } from "../../model/checked-spec.ts";
import { SpecError, UserError } from "../../model/errors.ts";
import { nameOf } from "./propose.ts";
import { type Files, templateSpec } from "./templates.ts";

/** Longest name of an app, characters. */
export const LONGEST_NAME = 30;

/**
 * A name with which every resource of a template has a name that the clouds of its stacks allow: these consist of the
 * app's, the stack's and the resource's, and on some clouds of account and region.
 * @param chosen True for a name that the user chose. Another one is made shorter where it must be.
 * @throws UserError for a chosen name that is too long.
 */
export async function fittingName(name: string, chosen: boolean, template: string, stacks: Files): Promise<string> {
  if (await fits(name, template, stacks)) return name;
  let [longest, tooLong] = [0, name.length];
  while (tooLong - longest > 1) {
    const middle = Math.floor((longest + tooLong) / 2);
    if (await fits("a".repeat(middle), template, stacks)) longest = middle;
    else tooLong = middle;
  }
  if (!chosen) return nameOf(name, longest);
  throw new UserError(
    `"${name}" is too long a name for an app of the template ${template}: its resources have names that begin with it, ` +
      "and a cloud limits their length.",
    `Use --name with at most ${longest} characters.`,
  );
}

/** Plans the template on every stack. */
async function fits(name: string, template: string, stacks: Files): Promise<boolean> {
  const { input } = await loadSpec(templateSpec(template), process.cwd());
  for (const [path, text] of stacks) {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(path)?.[1] ?? path;
    const { config } = parse(text) as { readonly config: Readonly<Record<string, unknown>> };
    const { places, environment, overrides } = await readStackConfiguration(config, path);
    const named = { ...(input as object), name };
    const checked = checkSpec(named, { environment: environmentOf(stack, environment), overrides }).deployed;
    for (const { target, region, settings } of places) {
      const adapter = await adapterFor(target);
      try {
        plan({ checked, adapter, deployment: (app) => deploymentOf({ app, stack, adapter, region, settings }) });
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        if (error.problems.some(({ code }) => code === "bad-name")) return false;
      }
    }
  }
  return true;
}
