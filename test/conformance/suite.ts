import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Target } from "../../adapters/index.ts";
import type { Place } from "../../offline/demo/cloud.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { expectSuccess } from "../engine/support/expect.ts";
import { copyOfRepository, type Project } from "../engine/support/project.ts";
import { assemble, casesFor } from "./app.ts";
import type { ConformanceCase, Given, ServerName, Stage } from "./case.ts";
import type { ConformanceCloud } from "./clouds/cloud.ts";
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
  start(): Promise<Running>;
}

const SPEC = "conformance.json";

/** The secret that the cases know. */
const PASSWORD = "not a secret";

/** Deploys all cases of a target at once by the real engine, and runs each. */
export async function conformance(options: SuiteOptions): Promise<void> {
  const { target, server, region } = options;
  const chosen = await casesFor(target, server);
  const passed: string[] = [];

  describe(`${target} on ${server}`, () => {
    let running: Running;
    let issuer: Issuer & AsyncDisposable;
    let project: Project;
    let stack: OfflineStack;
    let stage: Stage;

    beforeAll(async () => {
      running = await options.start();
      issuer = await startIssuer();
      const given = await givenOn(running.cloud, running.account, issuer);
      project = await projectWith(assemble(chosen, given));
      const config = {
        target,
        region,
        spec: SPEC,
        settings: options.settings(running.url),
        password: PASSWORD,
      };
      stack = await project.stack("proof", { [target]: running.url }, config);
      expectSuccess(await stack.up());
      if (chosen.some(({ later }) => later !== undefined)) {
        await project.write(SPEC, JSON.stringify(assemble(chosen, given, true), undefined, 2));
        expectSuccess(await stack.up());
      }
      stage = stageOf(target, given, running.cloud, (await stack.outputs()) as unknown as Outputs);
    });
    afterAll(async () => {
      await keepResult(server, target, passed);
      await stack?.destroy();
      await running?.[Symbol.asyncDispose]();
      await issuer?.[Symbol.asyncDispose]();
      await project?.[Symbol.asyncDispose]();
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

interface Outputs {
  readonly resources: Readonly<Record<string, Place>>;
  readonly functions: Readonly<Record<string, Place>>;
}

function stageOf(target: Target, given: Given, cloud: ConformanceCloud, outputs: Outputs): Stage {
  const { resources, functions } = outputs;
  const place = (places: Readonly<Record<string, Place>>, name: string): Place => {
    const found = places[name];
    if (found === undefined) throw new Error(`${name} is not among the stack's outputs`);
    return found;
  };
  const records = new Records(cloud, place(resources, "records"));
  return {
    cloud,
    target,
    given,
    run: Math.random().toString(36).slice(2, 8),
    resource: (name) => place(resources, name),
    function: (name) => place(functions, name),
    recorded: (by, what, matches) => records.find(by, what, matches),
    records: (by) => records.of(by),
  };
}

/** What the cases need beside the app, made on this cloud. */
async function givenOn(cloud: ConformanceCloud, account: string, issuer: Issuer): Promise<Given> {
  const layer = await cloud.publishLayer("proof-layer", packageOf("from-layer", 'module.exports = "layered";'));
  return { ...cloud.names, account, issuer, layer };
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
