import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { signalGroup } from "../endpoint/run.ts";
import { type Progress, printProgress } from "../progress.ts";
import { type OfflineStackPlace, offlineEnvironment } from "./environment.ts";
import { type Outcome, OutcomeReader, type Step } from "./events.ts";
import type { Engine } from "./index.ts";
import { releaseDeadLocks } from "./locks.ts";

/** What a deployment command may be told. */
export interface CommandOptions {
  /** More arguments for the engine. */
  readonly args?: readonly string[];
  /** Told each finished step as it happens. */
  readonly onStep?: (step: Step) => void;
  /** Kills the engine when it aborts: it cleans nothing up, and what its plugins were doing goes on without it. */
  readonly killSignal?: AbortSignal;
}

/** A stack on offline clouds, driven by the real engine. */
export class OfflineStack {
  private constructor(
    readonly engine: Engine,
    readonly place: OfflineStackPlace,
    /** The stack's name, the one in `Pulumi.<name>.yaml`. */
    readonly name: string,
    /** The engine's whole environment. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Opens the stack, by default making it when it does not exist, and takes it over from an engine that was killed. */
  static async open(
    engine: Engine,
    name: string,
    place: OfflineStackPlace,
    progress: Progress = printProgress(),
    { create = true } = {},
  ): Promise<OfflineStack> {
    const environment = await offlineEnvironment(engine, place);
    await releaseDeadLocks(place.state ?? join(place.project, ".polyfn", "state"), progress);
    const stack = new OfflineStack(engine, place, name, environment);
    if (create) await stack.text(["stack", "select", "--create", name]);
    return stack;
  }

  /** Deploys without asking. What went wrong is in the outcome. */
  up(options?: CommandOptions): Promise<Outcome> {
    return this.command(["up", "--yes", "--skip-preview"], options);
  }

  preview(options?: CommandOptions): Promise<Outcome> {
    return this.command(["preview"], options);
  }

  refresh(options?: CommandOptions): Promise<Outcome> {
    return this.command(["refresh", "--yes", "--skip-preview"], options);
  }

  destroy(options?: CommandOptions): Promise<Outcome> {
    return this.command(["destroy", "--yes", "--skip-preview"], options);
  }

  /** The stack's outputs, secrets in the clear. */
  async outputs(): Promise<Record<string, unknown>> {
    const text = await this.text(["stack", "output", "--json", "--show-secrets", "--stack", this.name]);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Starts over with an empty state, for a stack whose clouds are gone. */
  async forget(): Promise<void> {
    await this.text(["stack", "rm", "--force", "--yes", "--preserve-config", "--stack", this.name]);
    await this.text(["stack", "select", "--create", this.name]);
  }

  /** Whether the stack's state holds any resource. */
  async isEmpty(): Promise<boolean> {
    const state = JSON.parse(await this.text(["stack", "export", "--stack", this.name])) as {
      deployment?: { resources?: unknown[] };
    };
    return (state.deployment?.resources ?? []).length === 0;
  }

  /** Runs any command of the engine for its standard output. Throws when it fails, with what it said. */
  async text(args: readonly string[]): Promise<string> {
    const { stdout } = await execa(this.engine.command, [...args, "--non-interactive"], {
      cwd: this.place.project,
      env: this.environment,
      extendEnv: false,
    });
    return stdout;
  }

  private async command(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
    const reader = new OutcomeReader(options.onStep);
    const running = execa(
      this.engine.command,
      [...args, "--json", "--non-interactive", "--stack", this.name, ...(options.args ?? [])],
      {
        cwd: this.place.project,
        env: this.environment,
        extendEnv: false,
        reject: false,
        buffer: { stdout: false, stderr: true },
        stdin: "ignore",
        ...(options.killSignal ? { cancelSignal: options.killSignal, killSignal: "SIGKILL", detached: true } : {}),
      },
    );
    for await (const line of running.iterable()) reader.read(line);
    const result = await running;
    if (options.killSignal?.aborted) await endOrphans(running.pid);
    return reader.outcome(result.exitCode ?? -1, result.stderr);
  }
}

/** A language host does not always notice that its engine is gone, and would wait for it for ever. */
async function endOrphans(engine: number | undefined): Promise<void> {
  await sleep(500);
  if (engine !== undefined) signalGroup(engine, "SIGKILL");
}
