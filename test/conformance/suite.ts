import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Target } from "../../adapters/index.ts";
import type { Place } from "../../offline/demo/cloud.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { expectSuccess } from "../engine/support/expect.ts";
import { copyOfRepository, type Project } from "../engine/support/project.ts";
import { assemble, casesFor } from "./app.ts";
import type { ServerName, Stage } from "./case.ts";
import type { ConformanceCloud } from "./clouds/cloud.ts";
import { Records } from "./records.ts";
import { keepResult } from "./results.ts";

/** A server, started for the suite, and what the cloud on it is reached with. */
export interface Running extends AsyncDisposable {
  readonly url: string;
  readonly cloud: ConformanceCloud;
}

export interface SuiteOptions {
  readonly target: Target;
  readonly server: ServerName;
  readonly region: string;
  settings(url: string): Readonly<Record<string, unknown>>;
  start(): Promise<Running>;
}

/** The secret that the cases know. */
const PASSWORD = "not a secret";

/** Deploys all cases of a target at once by the real engine, and runs each. */
export async function conformance(options: SuiteOptions): Promise<void> {
  const { target, server, region } = options;
  const chosen = await casesFor(target, server);
  const passed: string[] = [];

  describe(`${target} on ${server}`, () => {
    let running: Running;
    let project: Project;
    let stack: OfflineStack;
    let stage: Stage;

    beforeAll(async () => {
      running = await options.start();
      project = await projectWith(assemble(chosen));
      const config = {
        target,
        region,
        spec: "conformance.json",
        settings: options.settings(running.url),
        password: PASSWORD,
      };
      stack = await project.stack("proof", { [target]: running.url }, config);
      expectSuccess(await stack.up());
      stage = stageOf(running.cloud, (await stack.outputs()) as unknown as Outputs);
    });
    afterAll(async () => {
      await keepResult(server, target, passed);
      await stack?.destroy();
      await running?.[Symbol.asyncDispose]();
      await project?.[Symbol.asyncDispose]();
    });

    // Each has functions and queues of its own.
    it.concurrent.each(chosen.map((one) => [one.title, one] as const))("%s", async (title, one) => {
      await one.run(stage);
      passed.push(title);
    });
  });
}

interface Outputs {
  readonly resources: Readonly<Record<string, Place>>;
  readonly functions: Readonly<Record<string, Place>>;
}

function stageOf(cloud: ConformanceCloud, { resources, functions }: Outputs): Stage {
  const place = (places: Readonly<Record<string, Place>>, name: string): Place => {
    const found = places[name];
    if (found === undefined) throw new Error(`${name} is not among the stack's outputs`);
    return found;
  };
  const records = new Records(cloud, place(resources, "records"));
  return {
    cloud,
    run: Math.random().toString(36).slice(2, 8),
    resource: (name) => place(resources, name),
    function: (name) => place(functions, name),
    recorded: (by, what, matches) => records.find(by, what, matches),
    records: (by) => records.of(by),
  };
}

const handlers = fileURLToPath(new URL("functions/", import.meta.url));

async function projectWith(app: object): Promise<Project> {
  const project = await copyOfRepository();
  await project.write("conformance.json", JSON.stringify(app, undefined, 2));
  for (const file of await readdir(handlers)) {
    await project.write(`functions/${file}`, await readFile(`${handlers}${file}`, "utf8"));
  }
  return project;
}
