import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import envPaths from "env-paths";
import { type Assembled, assemble } from "./core/assemble.ts";
import { Clock } from "./core/clock.ts";
import type { Emulated } from "./core/emulated.ts";
import { Faults } from "./core/faults.ts";
import type { Surroundings } from "./core/handle.ts";
import { Journal } from "./core/journal.ts";
import { State } from "./core/state.ts";
import type { Access, World } from "./core/world.ts";
import { openAuthority } from "./front/authority.ts";
import { listen } from "./front/listener.ts";
import { createRouter } from "./front/router.ts";
import type { Credentials } from "./security/keyring.ts";
import { services } from "./services.ts";

export interface AliyunOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** 16 digits. Default 1234567890123456. */
  readonly account?: string;
  /** Region of requests that name none. Default cn-hangzhou. */
  readonly region?: string;
  /** Directory in which state is kept. Default: none is. */
  readonly data?: string;
  /**
   * Directory in which its certificate authority is kept when no state is. Default: the platform's cache directory
   * (`~/.cache/polyfn-aliyun-emulator` on Linux).
   */
  readonly cache?: string;
  /**
   * Finds the command of the Python that runs functions in Python; asked when the first one runs, and answers undefined
   * when there is none. Default: `python3` of the PATH.
   */
  readonly python?: () => Promise<string | undefined>;
  /** Access keys of the account itself. Default: ID "offline", secret "offline". */
  readonly credentials?: readonly Credentials[];
  /** Refuse unknown access keys, instead of accepting them, unverified, as the account's own. */
  readonly strict?: boolean;
  readonly clock?: Clock;
  /**
   * Milliseconds of its clock for which other services don't see a new role, project or logstore, as on the real cloud,
   * where it is a matter of seconds. Default 0.
   */
  readonly settle?: number;
  /** The services to run. Default: all. Tests of one service pass that one. */
  readonly services?: Readonly<Record<string, (world: World) => Emulated>>;
}

/** A running emulator. */
export interface AliyunServer extends AsyncDisposable {
  readonly url: string;
  readonly access: Access;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Names of what it serves. */
  readonly services: readonly string[];
  /** Forgets everything, as if just started. */
  reset(): Promise<void>;
  /** Writes its state where it is kept, and ends. */
  stop(): Promise<void>;
}

const DEFAULT_ACCOUNT = "1234567890123456";
const DEFAULT_REGION = "cn-hangzhou";

const cache = (): string => envPaths("polyfn-aliyun-emulator", { suffix: "" }).cache;

/**
 * Starts the emulator on the loopback interface.
 * @throws EmulatorError when the port is taken, or the directory for state is in use or holds something else.
 */
export async function startAliyun(options: AliyunOptions = {}): Promise<AliyunServer> {
  const scratch = mkdtempSync(join(tmpdir(), "polyfn-aliyun-"));
  try {
    return await start(options, scratch);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
}

async function start(options: AliyunOptions, scratch: string): Promise<AliyunServer> {
  const account = options.account ?? DEFAULT_ACCOUNT;
  const clock = options.clock ?? new Clock();
  const state = options.data === undefined ? undefined : new State(options.data, account, clock);
  try {
    const assembled = assemble({
      ...options,
      account,
      clock,
      defaultRegion: options.region ?? DEFAULT_REGION,
      directory: options.data ?? scratch,
      scratch,
      services: options.services ?? services,
      changed: () => state?.changed(assembled.services),
    });
    return await run(options, assembled, state);
  } catch (error) {
    state?.close();
    throw error;
  }
}

async function run(options: AliyunOptions, assembled: Assembled, state: State | undefined): Promise<AliyunServer> {
  const { world, services: running } = assembled;
  const journal = new Journal();
  const faults = new Faults();
  const reset = async () => {
    await forget(assembled);
    world.blobs.clear();
    journal.clear();
    faults.clear();
    state?.write(running);
  };
  const { clock, debugging } = world;
  const services = Object.keys(running);
  const control = { clock, debugging, faults, journal, services, running, access: () => world.access, reset };
  const router = createRouter(running, control, surroundings(assembled));
  const authority = await openAuthority(join(options.data ?? options.cache ?? cache(), "aliyun-authority"));
  const front = await listen({ port: options.port ?? 0, authority, router, clock });
  assembled.reachedBy(front.access);
  const stop = async () => {
    await front.close();
    state?.write(running);
    await forget(assembled);
    state?.close();
    rmSync(world.scratch, { recursive: true, force: true });
  };
  try {
    await state?.restore(running, world.blobs);
  } catch (error) {
    await front.close();
    throw error;
  }
  router.open();
  const { access } = front;
  return { url: access.url, access, clock, journal, services, reset, stop, [Symbol.asyncDispose]: stop };
}

function surroundings({ world, keys }: Assembled): Surroundings {
  return {
    account: world.account,
    defaultRegion: world.defaultRegion,
    keys,
    changed: () => world.changed(),
    may: (...question) => world.may(...question),
  };
}

/** Ends what the services run, and empties them. Bodies that are kept on disk stay when the emulator ends. */
async function forget({ world, services: running }: Assembled): Promise<void> {
  world.clock.clear();
  for (const service of Object.values(running)) await service.reset();
}
