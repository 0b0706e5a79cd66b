import { randomInt } from "node:crypto";
import { output } from "@pulumi/pulumi";
import { missingConfiguration } from "../../infra/configuration.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import { openOperator } from "../../infra/operate/deployed-app.ts";
import { requirePackages } from "../../infra/packages.ts";
import { prepareApp } from "../../infra/prepare.ts";
import { adapterFor } from "../../infra/targets.ts";
import { type Problem, UserError } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { lazy } from "../../runtime/core/values.ts";
import type { AppShape } from "../../runtime/spec-types.ts";
import { readSpec, TEST_STACK } from "../spec.ts";
import { common } from "./common.ts";
import { createApp } from "./create.ts";
import type { TargetApp } from "./deployed-app.ts";
import { functionHandle, resourceHandle } from "./handles.ts";
import { configValue } from "./live-values.ts";
import type { DeployOptions } from "./options.ts";
import { serverOf } from "./servers.ts";
import { advance, empty, settled } from "./settled.ts";
import { flatTriggers, triggersOf } from "./triggers.ts";
import type { TestApp } from "./types.ts";

/** See `deploy` in index.ts. */
export async function deployApp<App extends AppShape>(options: DeployOptions<App>): Promise<TestApp<App>> {
  if (options.targets.length === 0) throw new UserError("No target is given.", 'Give targets: ["..."].');
  const stack = `t${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0")}`;
  const deployed = await Promise.all(options.targets.map((target) => deployTo(target, stack, options)));
  const targets = Object.fromEntries(deployed.map((one) => [one.adapter.name, handlesOf(one)]));
  const handles = common(targets) as object;
  return {
    ...handles,
    targets,
    stop: async () => void (await Promise.all(deployed.map(({ server }) => server.stop?.()))),
  } as unknown as TestApp<App>;
}

async function deployTo<App>(target: string, stack: string, options: DeployOptions<App>): Promise<TargetApp> {
  const adapter = await adapterFor(target);
  const server = await serverOf(target, options);
  requirePackages([...(adapter.packages ?? []), ...server.cloud.packages], `to deploy to ${target} on this machine`);
  const { config = {} } = options;
  const { spec, directory } = await readSpec(options.spec, options, TEST_STACK);
  const settings = { ...options.settings?.[target], endpoint: server.url };
  const prepared = await prepareApp({
    ...{ spec, adapter, stack, directory },
    deployment: (app) => deploymentOf({ app, stack, adapter, region: options.region, settings }),
    further: (app) => missingValues(app, config),
  });
  const { app, deployment } = prepared.plan;
  const parts = await createApp({
    ...{ prepared, cloud: server.cloud, url: server.url },
    configuration: config,
  });
  const operator = lazy(() => openOperator(adapter, deployment, { endpoint: server.url }));
  return { app, adapter, deployment, ...parts, operator, server };
}

/** Slow, busy machines and cold functions included. */
const PATIENCE_MS = 60_000;

function handlesOf(target: TargetApp): object {
  const { app, functions, resources } = target;
  const part = (parts: typeof functions, name: string) => parts[name] ?? { name, id: name };
  const made = Object.fromEntries(
    [...app.functions].map(([name, fn]) => [
      name,
      { ...functionHandle(target, name, part(functions, name)), triggers: triggersOf(target, fn) },
    ]),
  );
  return {
    target: target.adapter.name,
    functions: made,
    triggers: flatTriggers(made),
    resources: Object.fromEntries(
      [...app.resources.values()].map((resource) => [
        resource.name,
        resourceHandle(resource, part(resources, resource.name), target.operator),
      ]),
    ),
    logs: (fn: string) => made[fn]?.logs(),
    settled: ({ timeout = PATIENCE_MS } = {}) => settled(target, timeout),
    reset: ({ timeout = PATIENCE_MS } = {}) => empty(target, timeout),
    clock: { advance: (duration: string) => advance(target, duration) },
  };
}

/** Values for `{ config }` that the test did not give. */
const missingValues = (app: ResolvedApp, config: Readonly<Record<string, unknown>>): Problem[] =>
  missingConfiguration(app, { get: (key) => (configValue(config, key) === undefined ? undefined : output(true)) }).map(
    (problem) => ({
      ...problem,
      message: "The test gives no value for this configuration.",
      remedy: 'Give deploy config: { <key>: "..." }.',
    }),
  );
