import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pythonOnPath } from "../execution/python.ts";
import { authenticate } from "../security/authenticate.ts";
import { contextOf, type Guard } from "../security/guard.ts";
import { createKeyring, type KeyringOptions } from "../security/keyring.ts";
import { Blobs } from "./blobs.ts";
import { Clock } from "./clock.ts";
import { Debugging } from "./debugging.ts";
import type { Emulated } from "./emulated.ts";
import type { EventSources } from "./ports.ts";
import type { Keyring, Service } from "./service.ts";
import type { Access, World } from "./world.ts";

export interface Parts extends KeyringOptions {
  readonly account: string;
  readonly defaultRegion: string;
  readonly clock?: Clock;
  /** Milliseconds for which other services don't see what is new in RAM and SLS. Default 0. */
  readonly settle?: number;
  /** Default: `python3` of the PATH. */
  readonly python?: World["python"];
  /** For blobs: kept when state is, else gone with the run. */
  readonly directory: string;
  readonly scratch: string;
  readonly services: Readonly<Record<string, (world: World) => Emulated>>;
  changed(): void;
}

export interface Assembled {
  readonly world: World;
  readonly services: Readonly<Record<string, Service>>;
  readonly keys: Keyring;
  /** Absent if no service holds identities: then every caller may do everything. */
  readonly guard: Guard | undefined;
  /** Tells the services how they can be reached, once that is known. */
  reachedBy(access: Access): void;
}

/** Makes the services and connects their ports. */
export function assemble(parts: Parts): Assembled {
  const { account, defaultRegion, scratch, clock = new Clock(), settle = 0, directory, python = pythonOnPath } = parts;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const sources: Partial<EventSources> = {};
  let guard: Guard | undefined;
  const keys = createKeyring({ account, clock }, () => guard, parts);
  const base = {
    account,
    defaultRegion,
    clock,
    scratch,
    python,
    sources,
    blobs: new Blobs(join(directory, "blobs")),
    debugging: new Debugging(),
    changed: parts.changed,
    isSettled: (created: number) => created + settle <= clock.now(),
    may: ((caller, action, resource, request) =>
      caller.type === "root" ||
      guard === undefined ||
      guard.may(caller, action, resource, contextOf(request, caller, clock.now()))) as World["may"],
    authenticate: ((request, signatures) => authenticate({ signatures }, request, {}, keys)) as World["authenticate"],
  };
  const world = demanding<World>(base);
  const services: Record<string, Service> = {};
  for (const [name, create] of Object.entries(parts.services)) {
    const { service, sources: listened, guard: made, ...ports } = create(world);
    services[name] = service;
    guard ??= made;
    Object.assign(sources, listened);
    Object.assign(base, ports);
  }
  return { world, services, keys, guard, reachedBy: (access) => Object.assign(base, { access }) };
}

/** Services find each other through it when they need to; one that isn't there by then is a fault of the emulator. */
const demanding = <T extends object>(base: object): T =>
  new Proxy(base as T, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (value === undefined) throw new Error(`the emulator has no ${String(name)} yet`);
      return value;
    },
  });
