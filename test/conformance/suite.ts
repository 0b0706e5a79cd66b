import { cp } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Target } from "../../adapters/index.ts";
import type { Place } from "../../offline/drivers/cloud.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { expectSuccess } from "../engine/support/expect.ts";
import { copyOfRepository, type Project } from "../engine/support/project.ts";
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

export interface SuiteOptions {
  readonly target: Target;
  readonly server: ServerName;
  readonly region: string;
  settings(url: string): Readonly<Record<string, unknown>>;
  start(issuer: Issuer): Promise<Running>;
}

const SPEC = "conformance.json";

/** The secret that the cases know. */
const PASSWORD = "not a secret";

/** Deploys all cases of a target at once by the real engine, and runs each. */
export async function conformance(options: SuiteOptions): Promise<void> {
  const { target, server, region } = options;
  const all = await casesFor(target, server);
  const chosen = selected(all);
  const passed: string[] = [];

  describe.skipIf(chosen.length === 0)(`${target} on ${server}`, () => {
    let running: Running;
    let issuer: Issuer & AsyncDisposable;
    let deployed: Deployed[] = [];
    let stage: Stage;

    beforeAll(async () => {
      issuer = await startIssuer();
      running = await options.start(issuer);
      const given = await givenOn(running.cloud, running.account, issuer);
      const place = { target, url: running.url, region, settings: options.settings(running.url) };
      const stageOn = async (stacks: readonly OfflineStack[]) => {
        const outputs = await Promise.all(stacks.map((stack) => stack.outputs()));
        return stageOf(target, given, running.cloud, outputs as unknown as Outputs[]);
      };
      deployed = await Promise.all([
        deploy("proof", unchanged(chosen), given, place),
        deploy("later", changing(chosen), given, place, async (stack) => {
          const stage = await stageOn([stack]);
          for (const { between } of chosen) await between?.(stage);
        }),
      ]);
      stage = await stageOn(deployed.map(({ stack }) => stack));
      for (const { begin } of chosen) await begin?.(stage);
    });
    afterAll(async () => {
      const unselected = all.filter((one) => !chosen.includes(one)).map(({ title }) => title);
      await keepResult({ server, target, passed }, unselected);
      for (const { stack, project } of deployed) {
        expectSuccess(await stack.destroy());
        await project[Symbol.asyncDispose]();
      }
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

const unchanged = (all: readonly ConformanceCase[]) => all.filter(({ later }) => later === undefined);
const changing = (all: readonly ConformanceCase[]) => all.filter(({ later }) => later !== undefined);

interface Deployed {
  readonly stack: OfflineStack;
  readonly project: Project;
}

/** Deploys these cases as one app, and once more where they change, after `between`. */
async function deploy(
  name: string,
  chosen: readonly ConformanceCase[],
  given: Given,
  { url, ...place }: { target: Target; url: string; region: string; settings: object },
  between: (stack: OfflineStack) => Promise<void> = async () => undefined,
): Promise<Deployed> {
  const project = await projectWith(assemble(name, chosen, given));
  const config = { ...place, spec: SPEC, password: PASSWORD };
  // Nothing continues after an interruption here: the state of hundreds of resources is written once, at the end.
  const stack = await project.stack(name, { [place.target]: url }, config, { skipCheckpoints: true });
  expectSuccess(await stack.up());
  if (chosen.some(({ later }) => later !== undefined)) {
    await between(stack);
    await project.write(SPEC, JSON.stringify(assemble(name, chosen, given, true), undefined, 2));
    expectSuccess(await stack.up());
  }
  return { stack, project };
}

type Places = Readonly<Record<string, Place>>;

interface Outputs {
  readonly resources: Places;
  readonly functions: Places;
}

function stageOf(target: Target, given: Given, cloud: ConformanceCloud, outputs: readonly Outputs[]): Stage {
  const resources = Object.assign({}, ...outputs.toReversed().map((part) => part.resources)) as Places;
  const functions = Object.assign({}, ...outputs.map((part) => part.functions)) as Places;
  const place = (places: Places, name: string): Place => {
    const found = places[name];
    if (found === undefined) throw new Error(`${name} is not among the stack's outputs`);
    return found;
  };
  // Each deployment has a queue of its own for records.
  const records = new Records(
    cloud,
    outputs.map((part) => place(part.resources, "records")),
  );
  return {
    cloud,
    target,
    given,
    began: Date.now(),
    run: Math.random().toString(36).slice(2, 8),
    resource: (name) => place(resources, name),
    function: (name) => place(functions, name),
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

const handlers = fileURLToPath(new URL("functions/", import.meta.url));

async function projectWith(app: object): Promise<Project> {
  const project = await copyOfRepository();
  await project.write(SPEC, JSON.stringify(app, undefined, 2));
  await cp(handlers, join(project.directory, "functions"), { recursive: true });
  return project;
}
