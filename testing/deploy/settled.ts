import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../model/errors.ts";
import { triggers as kinds } from "../../model/triggers/index.ts";
import type { Deployed } from "../../offline/clouds/cloud.ts";
import type { TargetApp } from "./deployed-app.ts";

const PAUSE_MS = 50;

/** The app as the cloud on this machine knows it. */
function deployedOf({ app, deployment, functions, resources, server, session }: TargetApp): Deployed {
  const sources = new Set(
    [...app.functions.values()].flatMap((fn) =>
      fn.triggers.flatMap(({ kind, spec }) => {
        const { source }: { readonly source?: string } = kinds[kind];
        return source === undefined ? [] : [String((spec as Readonly<Record<string, unknown>>)[source])];
      }),
    ),
  );
  return {
    url: server.url,
    prefix: deployment.prefix,
    session,
    parts: [
      ...Object.values(functions).map((part) => ({ kind: "function", ...part })),
      ...[...app.resources.values()].flatMap(({ name, kind, spec }) => {
        // Only resources that the app created are emptied.
        if ("existing" in spec && spec.existing !== undefined) return [];
        const part = resources[name];
        return part === undefined ? [] : [{ kind, ...part, isSource: sources.has(name) }];
      }),
    ],
  };
}

/**
 * Waits until an app does nothing any more without being asked.
 * @param timeout Milliseconds.
 * @throws UserError with what is left when that takes too long.
 */
export async function settled(target: TargetApp, timeout: number): Promise<void> {
  const { cloud } = target.server;
  const deployed = deployedOf(target);
  const end = performance.now() + timeout;
  let last = "";
  let since = performance.now();
  for (;;) {
    const { pending, detail, trace } = await cloud.activity(deployed);
    const now = performance.now();
    if (pending > 0 || trace !== last) since = now;
    else if (now - since >= cloud.quiet) return;
    last = trace;
    if (now > end) {
      throw new UserError(
        `The app on ${target.adapter.name} has not settled within ${timeout / 1000} s: ${detail} is left.`,
        "Look into app.logs(...): a call may fail again and again. Or give more time: settled({ timeout }).",
      );
    }
    await sleep(PAUSE_MS);
  }
}

/** Removes the contents of an app's resources, and what the removal causes. */
export async function empty(target: TargetApp, timeout: number): Promise<void> {
  const deployed = deployedOf(target);
  while (await target.server.cloud.empty(deployed)) await settled(target, timeout);
}

/** Moves the clock of the target's server. @throws UserError where it cannot be moved, or others use it too. */
export async function advance({ adapter, server }: TargetApp, duration: string): Promise<void> {
  if (server.cloud.advance === undefined) {
    throw new UserError(
      `The clock of ${server.cloud.server.title} cannot be moved.`,
      `Call app.targets.<name>.clock.advance on targets whose clock can be, which ${adapter.name} is not.`,
    );
  }
  if (!server.own) {
    throw new UserError(
      `Other tests use ${server.cloud.server.title} too, and its clock would move for all of them.`,
      'Deploy with server: "own".',
    );
  }
  await server.cloud.advance(server.url, duration);
}
