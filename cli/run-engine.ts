import process from "node:process";
import { execa } from "execa";
import { requirePackages, requirePackagesOf } from "../infra/packages.ts";
import { adapterFor, addAdapters } from "../infra/targets.ts";
import { UserError } from "../model/errors.ts";
import { offlineClouds } from "../offline/clouds/index.ts";
import { ensureEndpoint } from "../offline/endpoint/index.ts";
import { engineEnvironment, type OfflineStackPlace } from "../offline/engine/environment.ts";
import { type Engine, findEngine } from "../offline/engine/index.ts";
import { OfflineStack } from "../offline/engine/stack.ts";
import type { Progress } from "../offline/progress.ts";
import type { ExitCode, Io } from "./io.ts";
import { readStackFile, type StackFile } from "./stack-file.ts";

/** Runs the engine on a stack with these arguments, attached to the terminal. */
export async function runEngine(stack: string, args: readonly string[], io: Io): Promise<ExitCode> {
  await addAdapters(io.cwd);
  const file = await readStackFile(stack, io.cwd);
  const asked = await loopbackAddresses(file);
  for (const { target } of file.places) {
    requirePackagesOf(await adapterFor(target));
    const packages = asked.has(target) ? (offlineClouds[target]?.packages ?? []) : [];
    requirePackages(packages, `to deploy to ${target} on this machine`);
  }
  const { progress } = io;
  const engine = await findEngine(progress);
  if (asked.size === 0) return spawn(engine, args, file, { ...engineEnvironment(engine), PULUMI_STACK: stack });

  const ready = await Promise.all([...asked].map(([target, address]) => serve(target, address, progress)));
  const addresses = Object.fromEntries(ready.map(({ target, url }) => [target, url]));
  const offline = await openOffline(engine, stack, { project: file.project, addresses }, args, progress);
  const fresh = ready.some((endpoint) => endpoint.started);
  const given = fresh && !(await isNew(offline, args)) ? refreshing(args, progress) : args;
  return spawn(engine, given, file, { ...offline.environment, PULUMI_STACK: stack });
}

async function serve(target: string, address: string, progress: Progress) {
  const cloud = offlineClouds[target];
  // The user starts the server of an adapter that is a separate package.
  if (cloud === undefined) return { target, url: address, started: false };
  return { target, ...(await ensureEndpoint(cloud.server, address, progress)) };
}

/** The stack's targets on this machine, with the addresses of their servers; empty for a stack of real clouds. */
async function loopbackAddresses({ places }: StackFile): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  for (const { target, settings } of places) {
    const address = (await adapterFor(target)).loopback?.(settings);
    if (address !== undefined) addresses.set(target, address);
  }
  if (addresses.size > 0 && places.some(({ target }) => !addresses.has(target))) {
    throw new UserError(
      "The stack mixes targets on this machine with real clouds, which need different provider plugins.",
      "Use separate stacks.",
    );
  }
  return addresses;
}

/** Creates an offline stack when it does not exist, unless the command itself does so. */
function openOffline(
  engine: Engine,
  stack: string,
  place: OfflineStackPlace,
  args: readonly string[],
  progress: Progress,
): Promise<OfflineStack> {
  const create = !(args[0] === "stack" && args[1] === "init");
  return OfflineStack.open(engine, stack, place, progress, { create });
}

/** True for a stack without resources, or a command that reads none. */
async function isNew(stack: OfflineStack, args: readonly string[]): Promise<boolean> {
  return !deploys(args) || (await stack.isEmpty());
}

const deployment = ["up", "update", "preview", "pre", "destroy", "down"];

function deploys([command]: readonly string[]): boolean {
  return command !== undefined && deployment.includes(command);
}

/** A server that was just started has none of the resources in the stack's state. */
function refreshing([command = "", ...rest]: readonly string[], progress: Progress): string[] {
  progress("the endpoint is new and empty, so the stack's state is compared with it first (--refresh)");
  return [command, "--refresh", ...rest];
}

async function spawn(
  engine: Engine,
  args: readonly string[],
  file: StackFile,
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  // The terminal's Ctrl-C reaches the engine too, which ends in its own time; exiting first would orphan it.
  const stay = (): void => undefined;
  process.on("SIGINT", stay);
  try {
    const { exitCode, failed, cause } = await execa(engine.command, args, {
      cwd: file.project,
      env,
      extendEnv: false,
      stdio: "inherit",
      reject: false,
    });
    if (exitCode === undefined && failed && cause) throw cause;
    return exitCode ?? 1;
  } finally {
    process.off("SIGINT", stay);
  }
}
