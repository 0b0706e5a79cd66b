import { createColors } from "picocolors";
import { FailedError, InterruptedError, UserError } from "../../model/errors.ts";
import type { OfflineAddresses } from "../../offline/clouds/index.ts";
import type { Outcome } from "../../offline/engine/events.ts";
import type { CommandOptions, Operation as EngineOperation } from "../../offline/engine/stack.ts";
import { elapsedSince } from "../../terminal/progress.ts";
import type { EngineStack } from "../engine-stack.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { type Differences, differencesOf, listDifferences } from "../plan/differences.ts";
import { type ChangedResource, changesIn, countsOf, listChanges } from "./changes.ts";
import { Diagnostics, type ShownDiagnostic } from "./diagnostics.ts";
import type { Parts } from "./parts.ts";
import { ProgressView } from "./progress-view.ts";
import { listAddresses } from "./reachable.ts";

/** The operations of a command on a stack. */
export type Operation = EngineOperation | "preview";

/** The output of `--json`: one object, on success, failure and interruption alike. */
export interface DeploymentReport {
  readonly stack: string;
  readonly operation: Operation;
  readonly result: "succeeded" | "failed" | "interrupted";
  readonly seconds: number;
  readonly changes: readonly ReportedChange[];
  /** Resources that are as they were. */
  readonly unchanged: number;
  readonly diagnostics: readonly ShownDiagnostic[];
  /** Target -> address of its server on this machine. Empty for a stack of real clouds. */
  readonly servers: OfflineAddresses;
  /** The stack's outputs afterwards, `[secret]` in place of secrets. Absent after a preview and a failure. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface ReportedChange {
  readonly change: ChangedResource["change"];
  /** The target of the deployment; absent for a resource outside of each. */
  readonly target?: string | undefined;
  /** The function or resource of the spec. */
  readonly part?: string | undefined;
  readonly trigger?: string | undefined;
  readonly type: string;
  readonly urn: string;
  /** Properties that caused the change. */
  readonly properties: readonly string[];
}

/** A change in the output of `plan --diff --json`. */
type ComparedChange = ReportedChange & Differences;

/** An engine command that has ended. */
interface Finished {
  readonly outcome: Outcome;
  readonly changes: readonly ChangedResource[];
  readonly diagnostics: Diagnostics;
  readonly began: number;
}

const WORDS = {
  up: { doing: "deploying", done: "Deployed" },
  preview: { doing: "previewing", done: "Previewed" },
  destroy: { doing: "destroying", done: "Destroyed" },
  refresh: { doing: "refreshing", done: "Refreshed" },
} as const satisfies Readonly<Record<Operation, object>>;

const CODES = { succeeded: EXIT.success, failed: EXIT.failed, interrupted: EXIT.interrupted } as const;

/** One command on a stack: runs the engine, shows what it does, and reports what came of it. */
export class DeploymentRun {
  constructor(
    private readonly name: string,
    private readonly stack: EngineStack,
    private readonly parts: Parts,
    private readonly io: Io,
    private readonly json: boolean,
  ) {}

  /** Runs the engine and reports. */
  async run(operation: Operation, options: CommandOptions = {}): Promise<ExitCode> {
    const finished = await this.#engine(operation, options);
    const result = resultOf(finished.outcome, this.io);
    const outputs = result === "succeeded" && operation !== "preview" ? await this.stack.outputs() : undefined;
    if (this.json) this.#write(this.#report(operation, result, finished, outputs));
    else this.#print(operation, result, finished, outputs);
    return CODES[result];
  }

  /**
   * Shows what an operation would do.
   * @returns The number of changes.
   * @throws FailedError, InterruptedError when that can't be said.
   */
  async show(operation: EngineOperation, options: CommandOptions): Promise<number> {
    const { changes } = await this.#preview(operation, options);
    const heading = changes.length === 0 ? "nothing would change" : `${countsOf(changes)}, if you go on`;
    this.io.err(`\n${operation} ${this.name}: ${heading}\n${listChanges(changes, this.parts, this.io.errorColour)}\n`);
    return changes.length;
  }

  /**
   * Compares what is deployed with what would be: in words, or as JSON a preview's report with the differences of each
   * changed resource.
   * @throws FailedError, InterruptedError when that can't be said in words.
   */
  async compare(): Promise<ExitCode> {
    if (this.json) return this.#compareInJson();
    const { changes, outcome } = await this.#preview("up");
    const { io, parts, name } = this;
    const replaced = changes.filter(({ change }) => change === "replaced").length;
    const warning = replaced === 0 ? "" : ` A replaced resource loses what it holds.`;
    io.out(listDifferences(changes, parts, io.colour));
    io.out(`up would change ${name}: ${countsOf(changes)}, ${outcome.changes.same ?? 0} unchanged.${warning}\n`);
    return EXIT.success;
  }

  async #compareInJson(): Promise<ExitCode> {
    const finished = await this.#engine("preview", {});
    const result = resultOf(finished.outcome, this.io);
    const changes: ComparedChange[] = finished.changes.map((one) => ({
      ...this.#reported(one),
      ...differencesOf(one),
    }));
    this.#write({ ...this.#report("preview", result, finished, undefined), changes });
    return CODES[result];
  }

  #write(report: DeploymentReport): void {
    this.io.out(`${JSON.stringify(report, undefined, 2)}\n`);
  }

  async #preview(operation: EngineOperation, options: CommandOptions = {}): Promise<Finished> {
    const finished = await this.#engine("preview", options, (given) => this.stack.preview(given, operation));
    const result = resultOf(finished.outcome, this.io);
    if (result === "succeeded") return finished;
    if (result === "interrupted") throw new InterruptedError();
    this.io.err(finished.diagnostics.rest(finished.outcome.problems));
    throw new FailedError(`The preview of "${this.name}" failed: nothing was changed.`);
  }

  async #engine(operation: Operation, options: CommandOptions, command = this.#command(operation)): Promise<Finished> {
    const { io, parts } = this;
    const began = Date.now();
    const diagnostics = new Diagnostics(parts, createColors(io.errorColour));
    const view = new ProgressView(
      `${WORDS[operation].doing} ${this.name}`,
      parts,
      diagnostics,
      io,
      operation !== "preview",
    );
    const onAbort = (): void =>
      io.progress("interrupted: the engine finishes what it has begun; press Ctrl-C again to kill it");
    io.signal.addEventListener("abort", onAbort, { once: true });
    try {
      const { signal, killSignal } = io;
      const outcome = await command({ ...options, ...view.listener, signal, killSignal });
      return { outcome, diagnostics, began, changes: changesIn(outcome.steps, parts) };
    } finally {
      io.signal.removeEventListener("abort", onAbort);
      view.end();
    }
  }

  #command(operation: Operation): (options: CommandOptions) => Promise<Outcome> {
    return (options) => this.stack[operation](options);
  }

  #report(
    operation: Operation,
    result: DeploymentReport["result"],
    { outcome, changes, diagnostics, began }: Finished,
    outputs: Readonly<Record<string, unknown>> | undefined,
  ): DeploymentReport {
    const unsaid = result === "failed" ? diagnostics.rest(outcome.problems).trim() : "";
    return {
      stack: this.name,
      operation,
      result,
      seconds: (Date.now() - began) / 1000,
      changes: changes.map((one) => this.#reported(one)),
      unchanged: outcome.changes.same ?? 0,
      diagnostics: [...diagnostics.all, ...(unsaid === "" ? [] : [{ severity: "error" as const, message: unsaid }])],
      servers: this.stack.addresses,
      ...(outputs !== undefined && { outputs }),
    };
  }

  #reported({ change, part, step }: ChangedResource): ReportedChange {
    const { type, urn, properties } = step;
    return { change, target: this.parts.title(part), part: part.name, trigger: part.trigger, type, urn, properties };
  }

  #print(
    operation: Operation,
    result: DeploymentReport["result"],
    { outcome, changes, diagnostics, began }: Finished,
    outputs: Readonly<Record<string, unknown>> | undefined,
  ): void {
    const { io, name } = this;
    const c = createColors(io.colour);
    const what = operation === "preview" ? `${name} would have ${countsOf(changes)}` : `${name}: ${countsOf(changes)}`;
    const same = outcome.changes.same === undefined ? "" : `, ${outcome.changes.same} unchanged`;
    const took = `in ${elapsedSince(began)}`;
    if (result === "failed") io.err(diagnostics.rest(outcome.problems));
    const head = {
      succeeded: c.green(`${WORDS[operation].done} ${what}${same}, ${took}.`),
      failed: c.red(`Failed ${took}. ${name}: ${countsOf(changes)}.`),
      interrupted: c.yellow(
        `Interrupted ${took}. ${name}: ${countsOf(changes)}. Nothing is locked; run it again to go on.`,
      ),
    }[result];
    io.out(`${listChanges(changes, this.parts, io.colour)}${head}\n`);
    if (outputs !== undefined && operation !== "destroy")
      io.out(listAddresses(outputs, this.stack.addresses, this.parts, name));
  }
}

function resultOf({ ok }: Outcome, { signal }: Io): DeploymentReport["result"] {
  if (ok) return "succeeded";
  return signal.aborted ? "interrupted" : "failed";
}

/**
 * @param command What needs the answer: "up".
 * @throws UserError without a terminal.
 */
export function requireInteractive({ interactive }: Io, command: Operation): void {
  if (interactive) return;
  throw new UserError(
    `polyfn ${command} asks before it changes anything, and this is not a terminal.`,
    command === "up"
      ? "Add --yes. To see what would change, run polyfn preview."
      : "Add --yes to go on without a question.",
  );
}
