import { createColors } from "picocolors";
import type { EngineListener, Step } from "../../offline/engine/events.ts";
import { elapsedSince, type Live } from "../../terminal/progress.ts";
import type { Io } from "../io.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { keyOfPart, type Part, type Parts } from "./parts.ts";

/** More parts at work than these are only counted. */
const MOST_LINES = 8;
/** Seconds between signs of life where nothing is rewritten. */
const INTERVAL = 10;

interface Running {
  readonly part: Part;
  readonly working: Set<string>;
  done: number;
  changed: boolean;
}

/** Shows what an engine command is doing: the parts at work now on a terminal, finished parts as lines elsewhere. */
export class ProgressView {
  readonly #running = new Map<string, Running>();
  readonly #live: Live | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #began = Date.now();
  #done = 0;

  constructor(
    /** Of what is being done: "deploying local". */
    private readonly title: string,
    private readonly parts: Parts,
    private readonly diagnostics: Diagnostics,
    private readonly io: Pick<Io, "err" | "progress" | "columns" | "errorColour">,
    /** True if finished parts are lines of their own, where nothing is rewritten. */
    private readonly lines: boolean,
  ) {
    this.#live = io.progress.live?.();
    this.#timer = setInterval(() => this.#beat(), this.#live ? 200 : INTERVAL * 1000);
    this.#timer.unref();
    if (!this.#live) io.progress(title);
  }

  readonly listener: EngineListener = {
    onStart: (step) => {
      this.#of(step).working.add(step.urn);
    },
    onStep: (step) => this.#finished(step),
    onFailure: (step) => {
      this.#of(step).working.delete(step.urn);
    },
    onDiagnostic: (diagnostic) => {
      const text = this.diagnostics.add(diagnostic);
      if (text !== undefined) this.io.err(text);
    },
  };

  end(): void {
    clearInterval(this.#timer);
    this.#live?.end();
  }

  #of(step: Step): Running {
    const part = this.parts.of(step);
    const key = keyOfPart(part);
    const known = this.#running.get(key) ?? { part, working: new Set<string>(), done: 0, changed: false };
    this.#running.set(key, known);
    return known;
  }

  #finished(step: Step): void {
    const running = this.#of(step);
    // A component is registered before its resources and says nothing of them.
    running.working.delete(step.urn);
    running.done += 1;
    this.#done += 1;
    if (!["same", "read", "refresh"].includes(step.op)) running.changed = true;
    const total = this.parts.total(running.part);
    if (running.done !== total || !running.changed || running.part.name === undefined) return;
    if (this.#live || !this.lines) return;
    this.io.progress(`done: ${this.parts.label(running.part)}`);
  }

  #beat(): void {
    const count = this.#done === 0 ? "" : `${this.#done} ${this.#done === 1 ? "resource" : "resources"} `;
    const head = `${this.title}: ${count}after ${elapsedSince(this.#began)}`;
    if (this.#live) this.#live.update([head, ...this.#lines()]);
    else this.io.progress(head);
  }

  #lines(): string[] {
    const c = createColors(this.io.errorColour);
    const busy = [...this.#running.values()].filter(({ part, working }) => part.name !== undefined && working.size > 0);
    const shown = busy.slice(0, MOST_LINES).map(({ part, done }) => {
      const total = this.parts.total(part);
      const count = total === undefined ? `${done}` : `${Math.min(done, total)} of ${total}`;
      return `${`  ${this.parts.label(part)}`.slice(0, this.io.columns - 16)} ${c.dim(count)}`;
    });
    const more = busy.length - shown.length;
    return more > 0 ? [...shown, `  ${more} more`] : shown;
  }
}
