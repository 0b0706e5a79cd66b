import { join } from "node:path";
import { execa } from "execa";
import { FailedError } from "../../model/errors.ts";
import { terminal } from "../../terminal/index.ts";
import type { Progress } from "../../terminal/progress.ts";
import { type OfflineStackPlace, offlineEnvironment } from "./environment.ts";
import { type EngineListener, type Outcome, OutcomeReader, withoutColours } from "./events.ts";
import type { Engine } from "./index.ts";
import { releaseDeadLocks } from "./locks.ts";
import { type Interruption, runInterruptibly } from "./run-interruptibly.ts";

/** The engine's operations on a stack. */
export type Operation = "up" | "refresh" | "destroy";

/** Options of an engine command. */
export interface CommandOptions extends EngineListener, Interruption {
  /** Further arguments for the engine. */
  readonly args?: readonly string[];
}

/** A stack of a Pulumi project, and the engine that works on it. */
export class Stack {
  constructor(
    readonly engine: Engine,
    /** Directory of Pulumi.yaml. */
    readonly project: string,
    /** The stack's name, as in `Pulumi.<name>.yaml`. */
    readonly name: string,
    /** The engine's whole environment. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Deploys without confirmation. Errors are in the outcome. */
  up(options?: CommandOptions): Promise<Outcome> {
    return this.#command(["up", "--yes", "--skip-preview"], options);
  }

  /** The changes that an operation would make. Changes nothing. */
  preview(options?: CommandOptions, operation: Operation = "up"): Promise<Outcome> {
    return this.#command(operation === "up" ? ["preview"] : [operation, "--preview-only"], options);
  }

  refresh(options?: CommandOptions): Promise<Outcome> {
    return this.#command(["refresh", "--yes", "--skip-preview"], options);
  }

  destroy(options?: CommandOptions): Promise<Outcome> {
    return this.#command(["destroy", "--yes", "--skip-preview"], options);
  }

  /** The stack's outputs with secrets in clear text. */
  async outputs(): Promise<Record<string, unknown>> {
    return this.#outputs(["--show-secrets"]);
  }

  /** The stack's outputs with `[secret]` in place of each secret. */
  maskedOutputs(): Promise<Record<string, unknown>> {
    return this.#outputs([]);
  }

  async #outputs(args: readonly string[]): Promise<Record<string, unknown>> {
    const text = await this.text(["stack", "output", "--json", ...args, "--stack", this.name]);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** True when the backend has the stack. */
  async exists(): Promise<boolean> {
    const { failed, stderr, stdout } = await this.#run(["stack", "--show-name", "--stack", this.name]);
    if (!failed) return true;
    if (/no stack named/.test(stderr)) return false;
    throw this.#failure(["stack"], `${stdout}\n${stderr}`);
  }

  /** Creates the stack in the backend. The user's selected stack stays selected. */
  async create(): Promise<void> {
    await this.text(["stack", "init", this.name, "--no-select"]);
  }

  /** True when the stack's state has no resources. */
  async isEmpty(): Promise<boolean> {
    const state = JSON.parse(await this.text(["stack", "export", "--stack", this.name])) as {
      deployment?: { resources?: unknown[] };
    };
    return (state.deployment?.resources ?? []).length === 0;
  }

  /**
   * Runs an engine command and returns its standard output.
   * @throws FailedError with the engine's messages when it fails.
   */
  async text(args: readonly string[]): Promise<string> {
    const { failed, stdout, stderr } = await this.#run(args);
    if (failed) throw this.#failure(args, `${stdout}\n${stderr}`);
    return stdout;
  }

  /**
   * @internal Removes what an engine that was killed holds on to.
   * @param began True if it worked on the stack. Before that it may have waited for another's update, which to cancel
   * would be wrong.
   */
  protected async afterKill(began: boolean): Promise<void> {
    if (began) await this.#run(["cancel", "--yes", "--stack", this.name]);
  }

  #run(args: readonly string[]) {
    return execa(this.engine.command, [...args, "--non-interactive"], {
      cwd: this.project,
      env: this.environment,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
  }

  #failure(args: readonly string[], said: string): FailedError {
    return new FailedError(`pulumi ${args.slice(0, 2).join(" ")} failed:\n${withoutColours(said).trim()}`);
  }

  async #command(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
    const reader = new OutcomeReader(options);
    const given = [...args, "--json", "--non-interactive", "--stack", this.name, ...(options.args ?? [])];
    const place = { cwd: this.project, env: { ...this.environment, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" } };
    const { exitCode, stderr, killed } = await runInterruptibly(this.engine.command, given, place, options, (line) =>
      reader.read(line),
    );
    if (killed) await this.afterKill(reader.began);
    return reader.outcome(exitCode, stderr);
  }
}

/** A stack on offline clouds, deployed with the real engine. */
export class OfflineStack extends Stack {
  private constructor(
    engine: Engine,
    readonly place: OfflineStackPlace,
    name: string,
    environment: NodeJS.ProcessEnv,
  ) {
    super(engine, place.project, name, environment);
  }

  /** Opens the stack, creating it by default, and removes the lock of an engine that was killed. */
  static async open(
    engine: Engine,
    name: string,
    place: OfflineStackPlace,
    progress: Progress = terminal.progress,
    { create = true } = {},
  ): Promise<OfflineStack> {
    const environment = await offlineEnvironment(engine, place);
    const stack = new OfflineStack(engine, place, name, environment);
    await releaseDeadLocks(stack.#state, progress);
    if (create) await stack.text(["stack", "select", "--create", name]);
    return stack;
  }

  get #state(): string {
    return this.place.state ?? join(this.place.project, ".polyfn", "state");
  }

  /** Replaces the state with an empty one, for a stack whose clouds are gone. */
  async forget(): Promise<void> {
    await this.text(["stack", "rm", "--force", "--yes", "--preserve-config", "--stack", this.name]);
    await this.text(["stack", "select", "--create", this.name]);
  }

  protected override afterKill(): Promise<void> {
    return releaseDeadLocks(this.#state, () => undefined);
  }
}
