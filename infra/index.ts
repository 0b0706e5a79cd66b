import { fileURLToPath } from "node:url";
import { Config, getStack } from "@pulumi/pulumi";
import { App } from "./app.ts";
import { forPulumi } from "./program-errors.ts";
import { loadSpec } from "./spec-file.ts";
import { stackTargets } from "./stack-targets.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** The repository's Pulumi program: the spec, once for each target and region that the stack names. */
export default (): Promise<Record<string, unknown>> =>
  forPulumi(async () => {
    const config = new Config("polyfn");
    const { input, directory, origin } = await loadSpec(config.get("spec"), project);
    const environment = config.get("environment") ?? getStack();
    const overrides = config.getObject("overrides");
    const places = await stackTargets(config, input);
    const apps = places.map(({ name, ...where }) => {
      const app = App.of(name, input, { ...where, directory, origin, environment, overrides });
      return [name, { functions: app.functions, resources: app.resources }] as const;
    });
    // A stack with one place needs no name for it in its outputs.
    const [[, only] = ["", {}], ...others] = apps;
    return others.length === 0 ? only : Object.fromEntries(apps);
  });
