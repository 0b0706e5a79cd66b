import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InternalError } from "../../model/errors.ts";
import { Blobs } from "./core/blobs.ts";
import { Clock } from "./core/clock.ts";
import { Journal } from "./core/journal.ts";
import type { EventSource, SourceTriggerType } from "./core/ports.ts";
import type { Access, World } from "./core/world.ts";
import { listen } from "./front/listener.ts";
import { type Credentials, createKeyring } from "./security/keyring.ts";
import { type Emulated, services } from "./services.ts";

export interface AliyunOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** 16 digits. Default 1234567890123456. */
  readonly account?: string;
  /** Region of requests that name none. Default cn-hangzhou. */
  readonly region?: string;
  /** Directory in which state is kept. Default: none is. */
  readonly data?: string;
  /** Access keys of the account itself. Default: ID "offline", secret "offline". */
  readonly credentials?: readonly Credentials[];
  /** Refuse access keys nobody made here, instead of taking them, unverified, for the account's own. */
  readonly strict?: boolean;
  readonly clock?: Clock;
}

/** A running emulator. */
export interface AliyunServer extends AsyncDisposable {
  readonly url: string;
  readonly access: Access;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Forgets everything, as if just started. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const DEFAULT_ACCOUNT = "1234567890123456";
const DEFAULT_REGION = "cn-hangzhou";

/** Starts the emulator on the loopback interface. */
export async function startAliyun(options: AliyunOptions = {}): Promise<AliyunServer> {
  const scratch = mkdtempSync(join(tmpdir(), "polyfn-aliyun-"));
  const journal = new Journal();
  const { world, running } = assemble(options, scratch);
  const keys = createKeyring(world, options);
  const reset = async () => {
    world.clock.clear();
    for (const { service } of Object.values(running)) await service.reset();
    journal.clear();
    world.blobs.clear();
  };
  const front = await listen({ port: options.port ?? 0, world, services: running, keys, journal, reset });
  world.access = front.access;
  const stop = async () => {
    await front.close();
    for (const { service } of Object.values(running)) await service.reset();
    rmSync(scratch, { recursive: true, force: true });
  };
  return {
    url: front.access.url,
    access: front.access,
    clock: world.clock,
    journal,
    reset,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Makes the services and connects their ports. */
function assemble(options: AliyunOptions, scratch: string) {
  const directory = options.data ?? scratch;
  mkdirSync(directory, { recursive: true });
  const sources: Partial<Record<SourceTriggerType, EventSource>> = {};
  const base = {
    account: options.account ?? DEFAULT_ACCOUNT,
    defaultRegion: options.region ?? DEFAULT_REGION,
    clock: options.clock ?? new Clock(),
    blobs: new Blobs(join(directory, "blobs")),
    scratch,
    sources,
    changed: () => undefined,
  };
  // A port that is asked for before its service exists is a fault in the order below.
  const world = new Proxy(base as unknown as World & { access: Access }, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (value === undefined) throw new InternalError(`the emulator has no ${String(name)} yet`);
      return value;
    },
  });
  const running: Record<string, Emulated> = {};
  for (const [name, create] of Object.entries(services as Record<string, (world: World) => Emulated>)) {
    const { service, sources: listened, ...ports } = create(world);
    running[name] = { service };
    Object.assign(sources, listened);
    Object.assign(base, ports);
  }
  return { world, running };
}
