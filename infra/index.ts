import { fileURLToPath } from "node:url";
import { getStack, runtime } from "@pulumi/pulumi";
import { UserError } from "../model/errors.ts";
import { App } from "./app.ts";
import { deploymentName, environmentOf } from "./deployment.ts";
import { forPulumi } from "./program-errors.ts";
import { loadSpec } from "./spec-file.ts";
import { checkStackConfiguration, readStackConfiguration } from "./stack-configuration.ts";
import { adapterFor } from "./targets.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** The repository's Pulumi program: the spec, once for each target and region that the stack names. */
export default (): Promise<Record<string, unknown>> =>
  forPulumi(async () => {
    const stack = getStack();
    const configuration = await readStackConfiguration(
      runtime.allConfig(),
      `the configuration of the stack "${stack}"`,
    );
    const { input, directory, origin } = await loadSpec(configuration.spec, project);
    checkStackConfiguration(configuration, input);
    const { places, overrides } = configuration;
    if (places.length === 0) {
      throw new UserError(
        "The stack does not say where to deploy to.",
        "Set it with `pulumi config set polyfn:target NAME`.",
      );
    }
    const environment = environmentOf(stack, configuration.environment);
    const app = nameOf(input);
    const apps = await Promise.all(
      places.map(async (place) => {
        const name = deploymentName(app, await adapterFor(place.target), place.region);
        const { functions, resources } = App.of(name, input, { ...place, directory, origin, environment, overrides });
        return [name, { functions, resources }] as const;
      }),
    );
    // A stack with one place needs no name for it in its outputs.
    const [[, only] = ["", {}], ...others] = apps;
    return others.length === 0 ? only : Object.fromEntries(apps);
  });

/** A spec without a name is a problem that the App reports with all others. */
function nameOf(spec: unknown): string {
  const { name } = (spec ?? {}) as { name?: unknown };
  return typeof name === "string" && name !== "" ? name : "app";
}
