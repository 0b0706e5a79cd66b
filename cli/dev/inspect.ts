import type { DevReport } from "../../infra/dev/report.ts";
import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import { offlineClouds } from "../../offline/clouds/index.ts";
import { freePort } from "../../offline/endpoint/address.ts";
import { debugFunction } from "../../offline/endpoint/index.ts";
import type { EngineStack } from "../engine-stack.ts";
import type { Session } from "../session.ts";
import { DebugProxy } from "./debug-proxy.ts";
import type { OpenedPlace } from "./places.ts";

export interface InspectOptions {
  readonly functions: readonly string[];
  /** Port of the first debugger; each further one takes the next. */
  readonly port: number;
}

interface InspectRequest {
  readonly stack: EngineStack;
  readonly session: Session;
  readonly inspect: InspectOptions;
  report(report: DevReport): void;
}

/**
 * Checks what `--inspect` names, before anything starts.
 * @throws UserError for a function that there is not or that runs no Node.js, and for a stack that is not on this machine.
 */
export function checkInspect({ functions }: InspectOptions, { spec }: Session, stack: EngineStack): void {
  if (functions.length === 0) return;
  const known = spec.deployed.app.functions;
  for (const name of functions) {
    if (name in known) continue;
    const meant = nearest(name, Object.keys(known));
    throw new UserError(
      `There is no function "${name}".`,
      meant === undefined ? `Functions: ${Object.keys(known).join(", ")}.` : `Did you mean "${meant}"?`,
    );
  }
  if (Object.keys(stack.addresses).length > 0) return;
  throw new UserError(
    "Only functions on a cloud of this machine can be debugged.",
    "Leave --inspect out, or choose an offline stack.",
  );
}

/** Functions to which a debugger can attach. */
export class Inspection {
  readonly #ends: (() => Promise<void>)[] = [];
  #opening: Promise<void> | undefined;
  #closed = false;

  constructor(private readonly request: InspectRequest) {}

  /**
   * Lets a debugger attach, in each of the stack's places that can. Later calls do nothing.
   * @param renew Puts the same code again, so that the processes that run the function are new.
   */
  open(places: readonly OpenedPlace[], renew: Renew): Promise<void> {
    this.#opening ??= this.#open(places, renew);
    return this.#opening;
  }

  async #open(places: readonly OpenedPlace[], renew: Renew): Promise<void> {
    const { inspect, report } = this.request;
    let { port } = inspect;
    for (const fn of inspect.functions) {
      for (const place of places) {
        if (this.#closed) return;
        try {
          await this.#listen(place, fn, port, renew);
          report({
            event: "inspecting",
            ...{ function: fn, place: place.name, port },
            configuration: configurationOf(`${fn} on ${place.name}`, port),
          });
          port += 1;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          const message = error.remedy === undefined ? error.message : `${error.message} ${error.remedy}`;
          report({ event: "inspect-failed", function: fn, place: place.name, message });
        }
      }
    }
  }

  /** Waits for what is being opened: a server that listened afterwards would keep the process alive. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  async #listen(place: OpenedPlace, fn: string, port: number, renew: Renew): Promise<void> {
    const { deployment, sources } = place.rebuilder.plan;
    const cloud = offlineClouds[deployment.target];
    const part = place.functions.get(fn);
    const job = sources?.functions.find((one) => one.fn.name === fn);
    if (job?.packaging.kind !== "node") {
      throw new UserError(`The function "${fn}" does not run on Node.js.`, "Only Node.js functions can be debugged.");
    }
    if (cloud === undefined || part === undefined) {
      throw new UserError(`The target ${deployment.target} cannot debug functions.`, "Debug them on another target.");
    }
    const url = this.request.stack.addresses[deployment.target] ?? "";
    const { directory } = this.request.session.loaded;
    const processPort = await freePort();
    const proxy = await DebugProxy.open(port, { processPort, directory, title: `${fn} on ${place.name}` }).catch(
      taken(port),
    );
    this.#ends.push(() => proxy.close());
    await debugFunction(cloud.server, url, part.name, processPort);
    this.#ends.push(async () => {
      await debugFunction(cloud.server, url, part.name, undefined);
      await renew(place.name, fn);
    });
    await renew(place.name, fn);
  }
}

type Renew = (place: string, fn: string) => Promise<void>;

const taken =
  (port: number) =>
  (error: unknown): never => {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UserError(`Port ${port} is taken.`, "Choose another with --inspect-port.", { cause: error });
  };

/**
 * The settings with which VS Code attaches, and attaches again after each swap. VS Code looks for source maps in the
 * project alone, and packages are elsewhere. https://code.visualstudio.com/docs/nodejs/nodejs-debugging
 */
const configurationOf = (name: string, port: number): Readonly<Record<string, unknown>> => ({
  name,
  type: "node",
  request: "attach",
  address: "127.0.0.1",
  port,
  restart: true,
  resolveSourceMapLocations: null,
  skipFiles: ["<node_internals>/**"],
});
