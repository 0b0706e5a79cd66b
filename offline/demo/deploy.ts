import { join } from "node:path";
import { FailedError, UserError } from "../../model/errors.ts";
import { heartbeat, type Progress } from "../../terminal/progress.ts";
import { deployedFrom } from "../drivers/outputs.ts";
import { changed } from "../engine/events.ts";
import type { Engine } from "../engine/index.ts";
import { OfflineStack } from "../engine/stack.ts";
import type { DemoTarget } from "./demo-targets.ts";
import type { Show } from "./run.ts";
import type { Servers } from "./servers.ts";

/** The stack of the demonstration; its file is infra/stacks/Pulumi.local.yaml. */
const STACK = "local";

export interface DeployRequest {
  readonly project: string;
  readonly engine: Engine;
  readonly progress: Progress;
  readonly servers: Servers;
}

/** The example on each cloud, in order. */
export interface Deployment {
  readonly shows: readonly (Show & { readonly url: string })[];
}

/**
 * Deploys the example to all clouds. Servers that were there already may hold what an interrupted run left, in a state
 * that can't be put right; if they are polyfn's own, fresh ones take their place.
 */
export async function deployExample(request: DeployRequest): Promise<Deployment> {
  const { servers, progress } = request;
  const { urls, fresh } = await servers.ensure();
  try {
    return await deploy(request, urls, fresh);
  } catch (error) {
    if (fresh || error instanceof UserError || !(await servers.stopAll())) throw error;
    progress("that did not work: starting over with fresh offline clouds");
    const again = await servers.ensure();
    return deploy(request, again.urls, again.fresh);
  }
}

async function deploy(
  { project, engine, progress }: DeployRequest,
  urls: ReadonlyMap<DemoTarget, string>,
  fresh: boolean,
): Promise<Deployment> {
  const addresses = Object.fromEntries([...urls].map(([{ target }, url]) => [target, url]));
  const place = { project, addresses, state: join(project, ".polyfn", "state") };
  const stack = await OfflineStack.open(engine, STACK, place, progress);
  // Fresh servers hold nothing: what the state says of earlier ones is void.
  if (fresh) await stack.forget();
  await up(stack, !fresh, progress);
  const outputs = await stack.outputs();
  const shows = [...urls].map(async ([{ title, part, connect }, url]) => {
    return { url, title, cloud: await connect(url), app: deployedFrom(outputs[part]) };
  });
  return { shows: await Promise.all(shows) };
}

async function up(stack: OfflineStack, refresh: boolean, progress: Progress): Promise<void> {
  let done = 0;
  const stop = heartbeat(progress, 5, (elapsed) => `deploying: ${done} resources after ${elapsed}`);
  const onStep = () => {
    done += 1;
  };
  try {
    const outcome = await stack.up({ args: refresh ? ["--refresh"] : [], onStep });
    if (!outcome.ok) throw new FailedError(`pulumi up failed:\n${outcome.problems.join("\n")}`);
    progress(`deployed: ${changed(outcome).length} resources created or changed`);
  } finally {
    stop();
  }
}
