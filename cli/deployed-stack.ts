import { chosenApps, type DeployedApp, deployedApps } from "../infra/operate/deployed-app.ts";
import { SpecError, UserError } from "../model/errors.ts";
import { resolve } from "../model/resolve.ts";
import { heartbeat } from "../terminal/progress.ts";
import { openEngineStack } from "./engine-stack.ts";
import type { Io } from "./io.ts";
import { text } from "./options.ts";
import { openSession } from "./session.ts";

/**
 * Returns the places that the stack of the options is deployed to. No cloud is called.
 * @throws UserError when there is no such stack, it was never deployed, or not to the target and region of the options.
 */
export async function openDeployedStack(
  options: Readonly<Record<string, unknown>>,
  io: Pick<Io, "cwd" | "progress" | "err">,
): Promise<readonly DeployedApp[]> {
  const stack = String(options.stack);
  return reported(io, `opening the stack ${stack}`, async () => {
    const engine = await openEngineStack(stack, io);
    const { spec, places } = await openSession({ stack, spec: options.spec }, io);
    const { app, problems } = spec.deployed;
    if (problems.length > 0) throw new SpecError(problems, spec.origin);
    const outputs = await engine.outputs();
    const given = { stack, app: resolve(app), places, outputs, addresses: engine.addresses };
    const place = { target: text(options, "target"), region: text(options, "region") };
    return chosenApps(await deployedApps(given), place).map((one) =>
      engine.started.includes(one.deployment.target) ? { ...one, operator: () => refuseEmpty(one, stack) } : one,
    );
  });
}

/** A server that was started just now has nothing of the stack. */
async function refuseEmpty({ adapter }: DeployedApp, stack: string): Promise<never> {
  throw new UserError(
    `The server of ${adapter.title} was not running; it is now, and empty: what was deployed to it is gone.`,
    `Deploy the stack again: polyfn up -s ${stack}.`,
  );
}

/**
 * Does the same at every place at once. Where a place refuses, the others' results are there all the same: the caller
 * shows them, then throws what was refused first.
 */
export async function everywhere<T>(
  apps: readonly DeployedApp[],
  work: (app: DeployedApp) => Promise<T>,
): Promise<{ readonly done: readonly T[]; readonly refused: unknown }> {
  const settled = await Promise.allSettled(apps.map(work));
  const done = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  return { done, refused: settled.find((one) => one.status === "rejected")?.reason };
}

/** Says on standard error what takes longer than some seconds. */
export async function reported<T>(
  { progress }: Pick<Io, "progress">,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const stop = heartbeat(progress, 2, (elapsed) => `${what}: ${elapsed}`);
  try {
    return await work();
  } finally {
    stop();
  }
}

/** `{ target, region }`, for JSON. */
export const placeOf = ({ deployment: { target, region } }: DeployedApp) => ({
  target,
  ...(region !== undefined && { region }),
});
