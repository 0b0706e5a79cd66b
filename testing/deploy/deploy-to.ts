import { output } from "@pulumi/pulumi";
import type { Adapter, Deployment } from "../../adapters/contract.ts";
import { missingConfiguration } from "../../infra/configuration.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import { openOperator } from "../../infra/operate/deployed-app.ts";
import { requirePackages } from "../../infra/packages.ts";
import { type PreparedApp, prepareApp } from "../../infra/prepare.ts";
import { adapterFor } from "../../infra/targets.ts";
import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import type { FaultInjector } from "../../offline/clouds/faults.ts";
import { lazy } from "../../runtime/core/values.ts";
import { checkedSpec, type GivenSpec, givenSpec, TEST_STACK } from "../spec.ts";
import { createApp, sessionOf } from "./create.ts";
import type { TargetApp } from "./deployed-app.ts";
import { deployWithEngine } from "./engine.ts";
import { configValue } from "./live-values.ts";
import type { DeployOptions } from "./options.ts";
import { type RunningServer, serverOf } from "./servers.ts";
import { variablesFor } from "./variables.ts";

/** Where an app is deployed for a test, and with what. */
interface TestPlace {
  readonly adapter: Adapter;
  readonly stack: string;
  readonly server: RunningServer;
  readonly faults: FaultInjector | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
  deployment(app: string): Deployment;
}

/** Deploys the spec of a test to a target, on this machine. */
export async function deployTo<App>(target: string, stack: string, options: DeployOptions<App>): Promise<TargetApp> {
  const adapter = await adapterFor(target);
  const server = await serverOf(target, options);
  const { cloud, url } = server;
  requirePackages([...(adapter.packages ?? []), ...cloud.packages], `to deploy to ${target} on this machine`);
  const settings = { ...options.settings?.[target], endpoint: url };
  const deployment = (app: string) => deploymentOf({ app, stack, adapter, region: options.region, settings });
  const given = await givenSpec(options.spec, options, TEST_STACK);
  const faults = options.faults ? await cloud.openFaults(url, deployment(nameOf(given.input)).prefix) : undefined;
  const place = { adapter, stack, server, faults, deployment, configuration: options.config ?? {} };
  return options.mode === "engine" ? byEngine(place, given, options) : fast(place, given);
}

/** The app's name, of a spec that was not checked yet. */
const nameOf = (input: unknown): string => String((input as { readonly name?: unknown } | null)?.name);

interface Prepared {
  readonly given: GivenSpec;
  readonly prepared: PreparedApp;
}

async function prepare(
  { adapter, stack, deployment, configuration, faults }: TestPlace,
  source: GivenSpec,
): Promise<Prepared> {
  const given = variablesFor(source, faults?.variables);
  const further = (app: ResolvedApp) => missingValues(app, configuration);
  const prepared = await prepareApp({ ...checkedSpec(given), adapter, stack, deployment, further });
  return { given, prepared };
}

async function fast(place: TestPlace, source: GivenSpec): Promise<TargetApp> {
  const { adapter, server, configuration } = place;
  const { prepared } = await prepare(place, source);
  const { app, deployment } = prepared.plan;
  const { session, ...parts } = await createApp({ prepared, configuration, ...server });
  const operator = lazy(() => openOperator(adapter, deployment, { endpoint: server.url }));
  return { app, adapter, deployment, ...parts, operator, offline: { ...kept(place), session } };
}

async function byEngine<App>(place: TestPlace, source: GivenSpec, options: DeployOptions<App>): Promise<TargetApp> {
  const { stack, server, configuration } = place;
  const first = await prepare(place, source);
  const engine = await deployWithEngine({ ...first, stack, configuration, url: server.url });
  const session = await sessionOf({ ...first, configuration, ...server });
  const { stop, ...rest } = kept(place);
  const offline = {
    ...rest,
    session,
    async update(spec: unknown): Promise<TargetApp> {
      const changed = await prepare(place, await givenSpec(spec, options, TEST_STACK));
      return { ...(await engine.update(changed)), offline };
    },
    stop: () => engine.destroy().finally(stop),
  };
  return { ...engine.deployed, offline };
}

const kept = ({ server, faults }: TestPlace) => ({
  server,
  ...(faults && { faults }),
  async stop(): Promise<void> {
    await faults?.stop();
    await server.stop?.();
  },
});

/** Values for `{ config }` that the test did not give. */
const missingValues = (app: ResolvedApp, config: Readonly<Record<string, unknown>>): Problem[] =>
  missingConfiguration(app, { get: (key) => (configValue(config, key) === undefined ? undefined : output(true)) }).map(
    (problem) => ({
      ...problem,
      message: "The test gives no value for this configuration.",
      remedy: 'Give deploy config: { <key>: "..." }.',
    }),
  );
