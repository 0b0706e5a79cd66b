import { resolve as resolvePath } from "node:path";
import { RESOURCES_VARIABLE } from "../../adapters/shared/resources-variable.ts";
import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import { parseApp } from "../../model/parse.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { BucketReader } from "../../runtime/clients.ts";
import type { Clients } from "../../runtime/core/clients.ts";
import { lazy } from "../../runtime/core/values.ts";
import type { AnyCodec } from "../../runtime/shim/codec.ts";
import { createShim, type Shim } from "../../runtime/shim/create-shim.ts";
import type { AppShape, FunctionName } from "../../runtime/spec-types.ts";
import { directoryOf, type SpecOptions, TEST_STACK } from "../spec.ts";
import { callsOf } from "./calls.ts";
import { codecs, logged, rawCodec } from "./codecs.ts";
import { environmentOf, withEnvironment } from "./environment.ts";
import { EventMaker } from "./events.ts";
import type { FunctionStub } from "./memory/function.ts";
import { storesOf } from "./memory/index.ts";
import { permitted } from "./memory/permissions.ts";
import type { ClientUser, MemoryStore, Sent } from "./memory/store.ts";
import { type HandlerSource, handlerModule } from "./module.ts";
import type { HandlerTest, LoggedLine } from "./types.ts";

export interface HandlerOptions extends SpecOptions {
  /**
   * The handler, the module that exports it, or a function that loads it: `() => import("../functions/resize.ts")`, which
   * lets the test runner load it. Default: the file that the spec names, loaded once for each test handler.
   */
  readonly handler?: HandlerSource;
  /** Values of secrets, by their names in the spec. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Stand-ins for functions that the handler calls, by their names in the spec. */
  readonly functions?: Readonly<Record<string, FunctionStub>>;
  /** Most rows in a page of a query, to test a handler that reads page by page. Default: no limit. */
  readonly pageSize?: number;
  /** Environment variables, in addition to the spec's. Set while the handler is loaded and while it runs. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Everything that the calls of one handler share. */
class HandlerRun {
  readonly stores: ReadonlyMap<string, MemoryStore>;
  readonly sent: Record<string, Sent[]> = {};
  readonly logs: LoggedLine[] = [];
  readonly #variables: Readonly<Record<string, string>>;
  readonly #module: () => Promise<object>;
  #shim: Promise<Shim> | undefined;
  #calls = 0;

  constructor(
    readonly app: ResolvedApp,
    readonly fn: ResolvedFunction,
    private readonly options: HandlerOptions,
    directory: string,
  ) {
    const bindings = Object.fromEntries(fn.permissions.map(({ name }) => [name, {}]));
    this.#variables = { ...environmentOf(fn, options.variables), [RESOURCES_VARIABLE]: JSON.stringify(bindings) };
    this.#module = lazy(() => handlerModule(fn, directory, options.handler));
    this.stores = storesOf(app, {
      ...{ secret: (name) => this.secret(name), stub: (name) => options.functions?.[name] },
      pageSize: options.pageSize,
    });
    for (const name of this.stores.keys()) this.sent[name] = [];
  }

  /** Calls the handler with an event. @throws What the platform would take for a failed call. */
  run(event: unknown): Promise<unknown> {
    return withEnvironment(this.#variables, async () => {
      this.#shim ??= this.#module().then((user) => this.#createShim(user));
      const shim = await this.#shim;
      const end = performance.now() + this.fn.timeout * 1000;
      const call = {
        requestId: `request-${++this.#calls}`,
        context: {},
        remaining: () => end - performance.now(),
      };
      return shim(event, call, (result) => result);
    });
  }

  /** Clients of a test, which may do everything. */
  clients(): Readonly<Record<string, object>> {
    const user: ClientUser = { caller: "test", record: () => undefined };
    return lazily(this.app.resources.keys(), (name) => this.#store(name).client(user));
  }

  secret(name: string): string | undefined {
    return this.options.secrets?.[name];
  }

  reset(): void {
    for (const store of this.stores.values()) store.clear?.();
    for (const list of Object.values(this.sent)) list.length = 0;
    this.logs.length = 0;
  }

  #createShim(user: object): Shim {
    const { fn } = this;
    const kinds = new Set(fn.triggers.map(({ kind }) => kind));
    const resourceOf = (name: unknown) => this.app.resources.get(String(name));
    const triggers = fn.triggers.map(({ name, kind, spec }) => {
      const source = kind === "queue" ? resourceOf(spec.queue) : undefined;
      return { kind, settings: { ...spec, name, ...(source?.kind === "queue" && source.spec.fifo && { fifo: true }) } };
    });
    const print = (line: string): void => void this.logs.push(JSON.parse(line) as LoggedLine);
    const setup = {
      function: fn.name,
      codecs: Object.fromEntries(
        this.#codecs(user, kinds).map(([kind, codec]) => [kind, logged(codec, fn.name, print)]),
      ),
      triggers: Object.fromEntries(
        [...kinds].map((kind) => [kind, triggers.filter((one) => one.kind === kind).map(({ settings }) => settings)]),
      ),
      clients: this.#ownClients(),
    };
    return createShim(user, setup);
  }

  #codecs(user: object, kinds: ReadonlySet<TriggerKind>): (readonly [string, AnyCodec])[] {
    const own = [...kinds].map((kind) => [kind, codecs[kind]] as const);
    const { raw } = ((user as { default?: object }).default ?? user) as { raw?: unknown };
    return typeof raw === "function" ? [...own, ["raw", rawCodec]] : own;
  }

  /** The clients of the handler: one for each permission, with what it allows. */
  #ownClients(): Clients {
    const clients = this.fn.permissions.map((permission) => {
      const { name } = permission;
      const user: ClientUser = { caller: this.fn.name, record: (sent) => void this.sent[name]?.push(sent) };
      return [name, () => permitted(this.#store(name).client(user), permission, this.fn.name)] as const;
    });
    return Object.fromEntries(clients);
  }

  #store(name: string): MemoryStore {
    return this.stores.get(name) ?? { client: () => ({}) };
  }
}

/** An object whose properties are made when they are first read. */
function lazily(names: Iterable<string>, create: (name: string) => object): Readonly<Record<string, object>> {
  const made = {};
  for (const name of names) Object.defineProperty(made, name, { get: lazy(() => create(name)), enumerable: true });
  return made;
}

/**
 * A handler with every resource in memory, for unit tests. Clients are there for the function's permissions alone, check
 * values as the real ones do, and refuse what the role would refuse; events take the way of real ones through the shim.
 * Services do not call the function: a message that the handler sends stays in its queue.
 * @param spec The spec itself; for a file, see `loadSpec`.
 * @param name Name of the function in the spec.
 * @throws SpecError with every problem of the spec; UserError for a function or secret that it does not have,
 * and for the path of a file.
 */
export function testHandler<App extends AppShape, const F extends FunctionName<App>, Types = object>(
  spec: App,
  name: F,
  options: HandlerOptions = {},
): HandlerTest<App, F, Types> {
  if (typeof spec === "string") throw notLoaded(spec, name);
  const { environment = TEST_STACK, overrides } = options;
  const app = parseApp(spec, { environment, overrides });
  const fn = app.functions.get(name);
  if (fn === undefined) throw unknown("function", name, [...app.functions.keys()]);
  const secrets = [...app.resources].flatMap(([one, { kind }]) => (kind === "secret" ? [one] : []));
  requireKnown("secret", options.secrets, secrets);
  requireKnown("function", options.functions, [...app.functions.keys()]);
  const run = new HandlerRun(app, fn, options, resolvePath(options.directory ?? directoryOf(spec)));
  const resources = run.clients();
  const contentOf = async (bucket: string, key: string) =>
    (await (resources[bucket] as unknown as BucketReader).get(key))?.bytes();
  const test = {
    ...callsOf(run, new EventMaker(app, contentOf)),
    sent: run.sent,
    logs: run.logs,
    resources,
    raw: (event: unknown) => run.run(event),
    snapshot: () => ({
      sent: Object.fromEntries(Object.entries(run.sent).filter(([, sent]) => sent.length > 0)),
      resources: Object.fromEntries(
        [...run.stores].flatMap(([store, { snapshot }]) => (snapshot === undefined ? [] : [[store, snapshot()]])),
      ),
    }),
    reset: () => run.reset(),
  };
  return test as unknown as HandlerTest<App, F, Types>;
}

/** Other functions of polyfn/testing take the path of a file; this one reads none, because it is not asynchronous. */
const notLoaded = (path: string, name: string): UserError =>
  new UserError(
    `testHandler takes a spec, and "${path}" is a string.`,
    `For the spec's file, load it first: testHandler(await loadSpec(${JSON.stringify(path)}), ${JSON.stringify(name)}).`,
  );

/** A value or stand-in under another name would never be used. */
function requireKnown(kind: string, given: object | undefined, known: readonly string[]): void {
  const wrong = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (wrong !== undefined) throw unknown(kind, wrong, known);
}

function unknown(kind: string, name: string, known: readonly string[]): UserError {
  const meant = nearest(name, known);
  return new UserError(
    `The spec has no ${kind} "${name}".`,
    meant === undefined ? `It has ${known.join(", ") || "none"}.` : `Did you mean "${meant}"?`,
  );
}
