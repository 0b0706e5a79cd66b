import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../model/errors.ts";
import { triggers as kinds } from "../../model/triggers/index.ts";
import type { Activity, Deployed } from "../../offline/clouds/cloud.ts";
import type { OfflineApp, TargetApp } from "./deployed-app.ts";
import { linesSince } from "./handles.ts";

const PAUSE_MS = 50;

/** The app as the cloud on this machine knows it. */
function deployedOf({ app, deployment, functions, resources }: TargetApp, { server, session }: OfflineApp): Deployed {
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
  const { activity, quiet, pause } = watched(target);
  const end = performance.now() + timeout;
  let last = "";
  let since = performance.now();
  for (;;) {
    const { pending, detail, trace } = await activity();
    const now = performance.now();
    if (pending > 0 || trace !== last) since = now;
    else if (now - since >= quiet) return;
    last = trace;
    if (now > end) {
      throw new UserError(
        `The app on ${target.adapter.name} has not settled within ${timeout / 1000} s: ${detail} is left.`,
        "Look into app.logs(...): a call may fail again and again. Or give more time: settled({ timeout }).",
      );
    }
    await sleep(pause);
  }
}

interface Watched {
  activity(): Promise<Activity>;
  /** Milliseconds for which nothing must happen. */
  readonly quiet: number;
  /** Milliseconds between two looks. */
  readonly pause: number;
}

function watched(target: TargetApp): Watched {
  const { offline } = target;
  if (offline === undefined) return { activity: () => logged(target), quiet: STACK_QUIET_MS, pause: STACK_PAUSE_MS };
  const { cloud } = offline.server;
  const deployed = deployedOf(target, offline);
  return { activity: () => cloud.activity(deployed), quiet: cloud.quiet, pause: PAUSE_MS };
}

/** Log services of real clouds show lines some seconds after they were written. */
const STACK_QUIET_MS = 15_000;
const STACK_PAUSE_MS = 2000;
/** A deployed stack does not say what it has to do: only that its functions log. */
async function logged({ functions, operator, since = new Date() }: TargetApp): Promise<Activity> {
  const open = await operator();
  const counts = await Promise.all(
    Object.entries(functions).map(async ([name, part]) => {
      const lines = await linesSince(open, part, since);
      return [name, lines.length] as const;
    }),
  );
  return { pending: 0, detail: "a function that goes on logging", trace: JSON.stringify(counts) };
}

/** Removes the contents of an app's resources, what the removal causes, and injected faults. */
export async function empty(target: TargetApp, timeout: number): Promise<void> {
  const { offline } = target;
  if (offline === undefined) {
    throw new UserError(
      "A deployed stack is not emptied: what it holds may be needed.",
      "Give each test keys and identifiers of its own, and call reset only where POLYFN_TEST_STACK is not set.",
    );
  }
  await offline.faults?.clear();
  const deployed = deployedOf(target, offline);
  while (await offline.server.cloud.empty(deployed)) await settled(target, timeout);
}

/** Moves the clock of the target's server. @throws UserError where it cannot be moved, or others use it too. */
export async function advance({ adapter, offline }: TargetApp, duration: string): Promise<void> {
  if (offline === undefined) {
    throw new UserError("The clock of a deployed stack cannot be moved.", "Test schedules on a cloud on this machine.");
  }
  const { cloud, own, url } = offline.server;
  if (cloud.advance === undefined) {
    throw new UserError(
      `The clock of ${cloud.server.title} cannot be moved.`,
      `Call app.targets.<name>.clock.advance on targets whose clock can be, which ${adapter.name} is not.`,
    );
  }
  if (!own) {
    throw new UserError(
      `Other tests use ${cloud.server.title} too, and its clock would move for all of them.`,
      'Deploy with server: "own".',
    );
  }
  await cloud.advance(url, duration);
}
