import { rmSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import process from "node:process";
import { stringify } from "yaml";
import { type DeployedApp, deployedApps } from "../../infra/operate/deployed-app.ts";
import type { PreparedApp } from "../../infra/prepare.ts";
import { FailedError, UserError } from "../../model/errors.ts";
import { environmentsOf } from "../../model/parse.ts";
import type { Outcome } from "../../offline/engine/events.ts";
import { findEngine } from "../../offline/engine/index.ts";
import { OfflineStack } from "../../offline/engine/stack.ts";
import type { GivenSpec } from "../spec.ts";
import { SPEC_FILE } from "./engine-program.ts";

/** What the engine deploys, and where. */
export interface EngineRequest {
  readonly given: GivenSpec;
  readonly prepared: PreparedApp;
  readonly stack: string;
  readonly url: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface EngineApp {
  readonly deployed: DeployedApp;
  /** Deploys the app as it is now to the same stack. @throws FailedError with what the engine reports. */
  update(changed: Pick<EngineRequest, "given" | "prepared">): Promise<DeployedApp>;
  /** Destroys the stack, and removes its files. @throws FailedError with what the engine reports. */
  destroy(): Promise<void>;
}

const quiet = (): void => undefined;

/**
 * Deploys an app as a stack of its own with the Pulumi engine, from a project in `.polyfn/testing`.
 * @throws FailedError with what the engine reports.
 */
export async function deployWithEngine(request: EngineRequest): Promise<EngineApp> {
  const { adapter } = request.prepared.plan;
  const { stack } = request;
  const project = join(process.cwd(), ".polyfn", "testing", "stacks", `${stack}-${adapter.name}`);
  // A test that does not stop its app leaves no files either.
  const removeFiles = (): void => rmSync(project, { recursive: true, force: true });
  process.once("exit", removeFiles);
  await writeProject(project, request);
  const addresses = { [adapter.name]: request.url };
  const place = { project, addresses, skipCheckpoints: true };
  const opened = await OfflineStack.open(await findEngine(quiet), stack, place, quiet);
  const up = async ({ app, deployment }: PreparedApp["plan"]): Promise<DeployedApp> => {
    succeeded("deployed", adapter.name, await opened.up());
    const { region, settings } = deployment;
    const places = [{ target: adapter.name, region, settings }];
    const [deployed] = await deployedApps({ stack, app, places, outputs: await opened.outputs(), addresses });
    if (deployed === undefined) throw new UserError("The stack has no place.", "Give a target.");
    return deployed;
  };
  return {
    deployed: await up(request.prepared.plan),
    async update(changed) {
      await writeProject(project, { ...request, ...changed });
      return up(changed.prepared.plan);
    },
    async destroy() {
      succeeded("destroyed", adapter.name, await opened.destroy());
      process.off("exit", removeFiles);
      await rm(project, { recursive: true, force: true });
    },
  };
}

function succeeded(done: string, target: string, { ok, problems }: Outcome): void {
  if (!ok) throw new FailedError(`The app could not be ${done} on ${target}:\n${problems.join("\n")}`);
}

async function writeProject(project: string, { given, prepared, stack, configuration }: EngineRequest): Promise<void> {
  const { adapter, deployment, app } = prepared.plan;
  const { input, directory, origin, environment, overrides } = given;
  const values = {
    target: adapter.name,
    region: deployment.region,
    settings: deployment.settings,
    overrides,
    // A stack may name only environments that the spec lists.
    environment: environmentsOf(input).includes(environment) ? environment : undefined,
    ...Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key.replace(/^polyfn:/, ""), value])),
  };
  const config = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [[key.includes(":") ? key : `polyfn:${key}`, value] as const],
  );
  const files = {
    "Pulumi.yaml": stringify({
      name: app.name,
      runtime: { name: "nodejs", options: { typescript: false } },
      main: "program.mjs",
    }),
    [`Pulumi.${stack}.yaml`]: stringify({ config: Object.fromEntries(config) }),
    "program.mjs": program(),
    [SPEC_FILE]: JSON.stringify({ input, directory, origin }),
  };
  await mkdir(project, { recursive: true });
  // Values of secrets are among them.
  for (const [file, text] of Object.entries(files)) await writeFile(join(project, file), text, { mode: 0o600 });
}

/** The program runs from this package, wherever the project is; its sources need a loader. */
function program(): string {
  const file = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  return [
    `import ${file("./register-loader.mjs")};`,
    `const { default: program } = await import(${file(`./engine-program${extname(import.meta.url)}`)});`,
    "export default program;",
    "",
  ].join("\n");
}
