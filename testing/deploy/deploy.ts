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
import { checkedSpec, givenSpec, TEST_STACK } from "../spec.ts";
import { common } from "./common.ts";
import { createApp, sessionOf } from "./create.ts";
import type { TargetApp } from "./deployed-app.ts";
import { deployWithEngine } from "./engine.ts";
import { faultsOf } from "./faults.ts";
import { functionHandle, resourceHandle } from "./handles.ts";
import { configValue } from "./live-values.ts";
import type { DeployOptions } from "./options.ts";
import { serverOf } from "./servers.ts";
import { advance, empty, settled } from "./settled.ts";
import { appsOfStack, stackOf } from "./stack.ts";
import { flatTriggers, triggersOf } from "./triggers.ts";
import type { TestApp } from "./types.ts";
import { variablesFor } from "./variables.ts";

/** See `deploy` in index.ts. */
export async function deployApp<App extends AppShape>(options: DeployOptions<App>): Promise<TestApp<App>> {
  const deployed = await appsFor(options);
  const targets = Object.fromEntries(deployed.map((one) => [nameIn(deployed, one), handlesOf(one)]));
  const handles = common(targets) as object;
  return {
    ...handles,
    targets,
    stop: async () => void (await Promise.all(deployed.map(({ offline }) => offline?.stop()))),
  } as unknown as TestApp<App>;
}

async function appsFor<App>(options: DeployOptions<App>): Promise<readonly TargetApp[]> {
  const named = stackOf(options);
  if (named !== undefined) return appsOfStack(named, options.spec);
  if (options.targets.length === 0) throw new UserError("No target is given.", 'Give targets: ["..."].');
  const stack = `t${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0")}`;
  return Promise.all(options.targets.map((target) => deployTo(target, stack, options)));
}

/** The target's name; the deployment's where a stack has the target in several regions. */
function nameIn(all: readonly TargetApp[], { adapter, deployment }: TargetApp): string {
  return all.filter((one) => one.adapter.name === adapter.name).length === 1 ? adapter.name : deployment.name;
}

async function deployTo<App>(target: string, stack: string, options: DeployOptions<App>): Promise<TargetApp> {
  const adapter = await adapterFor(target);
  const server = await serverOf(target, options);
  const { cloud, url } = server;
  requirePackages([...(adapter.packages ?? []), ...cloud.packages], `to deploy to ${target} on this machine`);
  const { config: configuration = {}, mode = "fast" } = options;
  const settings = { ...options.settings?.[target], endpoint: url };
  const place = (app: string) => deploymentOf({ app, stack, adapter, region: options.region, settings });
  const read = await givenSpec(options.spec, options, TEST_STACK);
  const faults = options.faults ? await cloud.openFaults(url, place(nameOf(read.input)).prefix) : undefined;
  const given = variablesFor(read, faults?.variables);
  const { spec, directory } = checkedSpec(given);
  const prepared = await prepareApp({
    ...{ spec, adapter, stack, directory },
    deployment: place,
    further: (app) => missingValues(app, configuration),
  });
  const request = { prepared, cloud, url, configuration };
  const offline = { server, ...(faults && { faults }) };
  const stop = async (): Promise<void> => {
    await faults?.stop();
    await server.stop?.();
  };
  if (mode === "engine") {
    const { deployed, destroy } = await deployWithEngine({ given, stack, ...request });
    const session = await sessionOf(request);
    return { ...deployed, offline: { ...offline, session, stop: () => destroy().finally(stop) } };
  }
  const { app, deployment } = prepared.plan;
  const { session, ...parts } = await createApp(request);
  const operator = lazy(() => openOperator(adapter, deployment, { endpoint: url }));
  return { app, adapter, deployment, ...parts, operator, offline: { ...offline, session, stop } };
}

/** The app's name, of a spec that was not checked yet. */
const nameOf = (input: unknown): string => String((input as { readonly name?: unknown } | null)?.name);

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
    faults: faultsOf(target),
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
