import type { CalledBy, Context, HttpContext, HttpInfo, Logger } from "../context.ts";
import { createLogger } from "./log.ts";

/** A platform's facts about a call, in neutral terms. */
export interface Call {
  readonly requestId: string;
  /** The platform's own context. */
  readonly context: unknown;
  /** Milliseconds until the platform ends the invocation. */
  remaining(): number;
}

/** The facts that are the same in all calls of a function. */
export interface Called {
  /** Name of the function in the spec. */
  readonly function: string;
  readonly resources: Readonly<Record<string, object>>;
}

/**
 * The context of one invocation. Everything but the timer is made when it is asked for: most handlers use little of it,
 * and it is made for every event.
 */
export class Invocation implements HttpContext<Readonly<Record<string, object>>> {
  /** The one that began last. A platform runs one at a time in an instance. */
  declare static latest: Invocation | undefined;
  trigger: CalledBy = { kind: "raw" };
  /** Set for calls over HTTP. */
  declare params: Readonly<Record<string, string>>;
  declare http: HttpInfo;
  declare readonly requestId: string;
  declare readonly resources: Readonly<Record<string, object>>;
  declare readonly raw: Context["raw"];
  readonly #called: Called;
  readonly #call: Call;
  readonly #start = Date.now();
  readonly #granted: number;
  readonly #timer: NodeJS.Timeout;
  #controller: AbortController | undefined;
  #log: Logger | undefined;
  readonly #pending: Promise<void>[] = [];

  constructor(called: Called, call: Call, event: unknown) {
    Invocation.latest = this;
    this.#called = called;
    this.#call = call;
    this.requestId = call.requestId;
    this.resources = called.resources;
    this.raw = { event, context: call.context };
    const granted = call.remaining();
    this.#granted = granted;
    this.#timer = setTimeout(() => this.#expire(), granted - Math.min(1000, granted / 10));
  }

  get deadline(): Date {
    return new Date(this.#start + this.#granted);
  }

  remaining(): number {
    return Math.max(0, this.#call.remaining());
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  get log(): Logger {
    this.#log ??= createLogger({ requestId: this.requestId, function: this.#called.function });
    return this.#log;
  }

  waitUntil(work: Promise<unknown>): void {
    this.#pending.push(
      work.then(null, (error) => this.log.error("background work failed", { error })) as Promise<void>,
    );
  }

  /** Waits for background work, also for what it starts in turn; then nothing of the invocation is left. */
  async end(): Promise<void> {
    for (const work of this.#pending) await work;
    clearTimeout(this.#timer);
  }

  #expire(): void {
    this.log.error(
      `${this.remaining()} ms left: raise the timeout of ${Math.round(this.#granted / 1000)} s or use ctx.signal`,
    );
    // Whoever asks for the signal later finds it aborted.
    void this.signal;
    this.#controller?.abort(new DOMException("time is up", "TimeoutError"));
  }
}
