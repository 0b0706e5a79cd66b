import { getStack, runtime } from "@pulumi/pulumi";
import { checkSpec } from "../model/checked-spec.ts";
import { UserError } from "../model/errors.ts";
import { App } from "./app.ts";
import { missingConfiguration, stackConfiguration } from "./configuration.ts";
import { deploymentOf, environmentOf } from "./deployment.ts";
import { refuseUnknownCode } from "./dev/program.ts";
import { type PreparedApp, type PrepareRequest, prepareAll } from "./prepare.ts";
import { forPulumi } from "./program-errors.ts";
import { findProject } from "./project-directory.ts";
import { type LoadedSpec, loadSpec } from "./spec-file.ts";
import { checkStackConfiguration, readStackConfiguration, type StackPlace } from "./stack-configuration.ts";
import { similarStacks } from "./stack-file.ts";
import { adapterFor, addAdapters } from "./targets.ts";

/** A spec that does not come from the project's own file. */
export type GivenSpec = Pick<LoadedSpec, "input" | "directory" | "origin">;

/**
 * The Pulumi program of a project: deploys its spec once for each target and region that the stack names.
 * @returns The stack's outputs: `functions` and `resources` by their names in the spec. A stack with several places has
 * these once for each, by the name of the App component.
 * @param given Default: the file that the stack or the project names.
 */
export const deployStack = (given?: GivenSpec): Promise<Record<string, unknown>> =>
  forPulumi(async () => {
    const stack = getStack();
    // The engine runs the program in the directory of its file, which may be below the project's.
    const project = (await findProject(process.cwd())) ?? process.cwd();
    await addAdapters(given?.directory ?? project);
    const { places, overrides, ...configuration } = await readStackConfiguration(
      runtime.allConfig(),
      `the configuration of the stack "${stack}"`,
    );
    const { input, directory, origin } = given ?? (await loadSpec(configuration.spec, project));
    checkStackConfiguration(configuration, input);
    await refuseUnknownCode(project, stack);
    if (places.length === 0) {
      throw new UserError(
        "The stack does not say where to deploy to.",
        "Set it with `pulumi config set polyfn:target NAME`.",
      );
    }
    const environment = environmentOf(stack, configuration.environment);
    const spec = checkSpec(input, { environment, overrides, origin });
    const similar = await similarStacks(stack, project);
    const common = { spec, stack, directory, similar };
    return outputsOf(await prepareAll(await Promise.all(places.map((place) => requestFor(place, common)))));
  });

/** A deployment of a spec to one place. */
async function requestFor(
  { target, region, settings }: StackPlace,
  common: Pick<PrepareRequest, "spec" | "stack" | "directory" | "similar">,
): Promise<PrepareRequest> {
  const adapter = await adapterFor(target);
  return {
    ...common,
    adapter,
    deployment: (app) => deploymentOf({ app, stack: common.stack, adapter, region, settings }),
    further: (app) => missingConfiguration(app, stackConfiguration),
  };
}

/** Registers the apps. A stack with one place needs no name for it in its outputs. */
function outputsOf(prepared: readonly PreparedApp[]): Record<string, unknown> {
  const apps = prepared.map((one) => {
    const { functions, resources } = App.from(one);
    return [one.plan.deployment.name, { functions, resources }] as const;
  });
  const [[, only] = ["", {}], ...others] = apps;
  return others.length === 0 ? only : Object.fromEntries(apps);
}
