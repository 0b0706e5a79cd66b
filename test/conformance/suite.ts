import process from "node:process";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { deploy, type TestApp } from "polyfn/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Target } from "../../adapters/index.ts";
import type { AppInput } from "../../model/app.ts";
import type { Place } from "../../offline/drivers/cloud.ts";
import { assemble, casesFor } from "./app.ts";
import type { ConformanceCase, ServerName, Stage } from "./case.ts";
import type { ConformanceCloud } from "./clouds/cloud.ts";
import type { Given } from "./given.ts";
import { type Issuer, startIssuer } from "./issuer.ts";
import { Records } from "./records.ts";
import { keepResult } from "./results.ts";

/** A server, started for the suite, and what the cloud on it is reached with. */
export interface Running extends AsyncDisposable {
  readonly url: string;
  readonly cloud: ConformanceCloud;
  /** The account that everything is deployed to. */
  readonly account: string;
}

/** The target's settings. */
export type Settings = Readonly<Record<string, unknown>> & { readonly endpoint: string };

export interface SuiteOptions {
  readonly target: Target;
  readonly server: ServerName;
  readonly region: string;
  settings(url: string): Settings;
  start(issuer: Issuer): Promise<Running>;
}

/** The secret that the cases know. */
const PASSWORD = "not a secret";

/** Deploys all cases of a target at once by the real engine, and runs each. */
export async function conformance(options: SuiteOptions): Promise<void> {
  const { target, server, region, settings, start } = options;
  const all = await casesFor(target, server);
  const chosen = selected(all);
  const passed: string[] = [];

  describe.skipIf(chosen.length === 0)(`${target} on ${server}`, () => {
    let running: Running;
    let issuer: Issuer & AsyncDisposable;
    let deployed: ConformanceApp[] = [];
    let stage: Stage;

    beforeAll(async () => {
      issuer = await startIssuer();
      running = await start(issuer);
      const given = await givenOn(running.cloud, running.account, issuer);
      const stageOn = (apps: readonly ConformanceApp[]) => stageOf(target, given, running.cloud, apps);
      const options = deployOptions(target, region, settings(running.url));
      const changing = chosen.filter(({ later }) => later !== undefined);
      const unchanged = chosen.filter(({ later }) => later === undefined);
      deployed = await Promise.all([
        deploy({ ...options, spec: assemble("proof", unchanged, given) }),
        deployTwice(options, changing, given, async (app) => {
          const stage = stageOn([app]);
          for (const { between } of changing) await between?.(stage);
        }),
      ]);
      stage = stageOn(deployed);
      for (const { begin } of chosen) await begin?.(stage);
    });
    afterAll(async () => {
      const unselected = all.filter((one) => !chosen.includes(one)).map(({ title }) => title);
      await keepResult({ server, target, passed }, unselected);
      for (const app of deployed) await app.stop();
      await running?.[Symbol.asyncDispose]();
      await issuer?.[Symbol.asyncDispose]();
    });

    const listed = (some: readonly ConformanceCase[]) => some.map((one) => [one.title, one] as const);
    const prove = async (title: string, one: ConformanceCase) => {
      await one.run(stage);
      passed.push(title);
    };
    // Each has functions and queues of its own.
    it.concurrent.each(listed(chosen.filter(({ alone }) => !alone)))("%s", prove);
    it.each(listed(chosen.filter(({ alone }) => alone)))("%s", prove);
  });
}

/** The cases whose title contains one of the texts in POLYFN_CASES, which "|" separates. Default: every case. */
function selected(all: readonly ConformanceCase[]): readonly ConformanceCase[] {
  const text = process.env.POLYFN_CASES;
  return text === undefined ? all : all.filter(({ title }) => text.split("|").some((one) => title.includes(one)));
}

type ConformanceApp = TestApp<AppInput>;

/** Handlers are relative to this directory; nothing else in it is deployed. */
const directory = fileURLToPath(new URL(".", import.meta.url));

const deployOptions = (target: Target, region: string, settings: Settings) => ({
  ...{ directory, region, targets: [target], mode: "engine" as const, config: { password: PASSWORD } },
  settings: { [target]: settings },
  endpoints: { [target]: settings.endpoint },
});

/** Deploys cases, and once more as they are later. `between` is called in between. */
async function deployTwice(
  options: ReturnType<typeof deployOptions>,
  changing: readonly ConformanceCase[],
  given: Given,
  between: (app: ConformanceApp) => Promise<void>,
): Promise<ConformanceApp> {
  const app = await deploy({ ...options, spec: assemble("later", changing, given) });
  if (changing.length === 0) return app;
  await between(app);
  return app.update(assemble("later", changing, given, true));
}

type Places = Readonly<Record<string, Place>>;

/** The first of some apps comes first where they share names. */
function stageOf(target: Target, given: Given, cloud: ConformanceCloud, apps: readonly ConformanceApp[]): Stage {
  const found = (kind: "resources" | "functions", name: string): Place[] =>
    apps.flatMap((app) => (app[kind] as Places)[name] ?? []);
  const place = (kind: "resources" | "functions", name: string): Place => {
    const [first] = found(kind, name);
    if (first === undefined) throw new Error(`${name} is not in a deployed app`);
    return first;
  };
  // Each deployment has a queue of its own for records.
  const records = new Records(cloud, found("resources", "records"));
  return {
    cloud,
    target,
    given,
    began: Date.now(),
    run: Math.random().toString(36).slice(2, 8),
    resource: (name) => place("resources", name),
    function: (name) => place("functions", name),
    recorded: (by, what, matches) => records.find(by, what, matches),
    records: (by) => records.of(by),
  };
}

/** The surroundings of the cases, made on this cloud. */
async function givenOn(cloud: ConformanceCloud, account: string, issuer: Issuer): Promise<Given> {
  const layer = await cloud.publishLayer("proof-layer", packageOf("from-layer", 'module.exports = "layered";'));
  return { ...cloud.names, account, issuer, layer, key: await cloud.createKey() };
}

/** A zip with a Node.js package where layers have them. */
const packageOf = (name: string, source: string): Uint8Array =>
  zipSync({ [`nodejs/node_modules/${name}/index.js`]: Buffer.from(source) });
