import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { signalGroup } from "../endpoint/run.ts";
import { type Progress, printProgress } from "../progress.ts";
import { type OfflineStackPlace, offlineEnvironment } from "./environment.ts";
import { type Outcome, OutcomeReader, type Step } from "./events.ts";
import type { Engine } from "./index.ts";
import { releaseDeadLocks } from "./locks.ts";

/** Options of an engine command. */
export interface CommandOptions {
  /** Further arguments for the engine. */
  readonly args?: readonly string[];
  /** Called with each finished step. */
  readonly onStep?: (step: Step) => void;
  /** Kills the engine when it aborts. The engine cleans nothing up, and its plugins finish what they are doing. */
  readonly killSignal?: AbortSignal;
}

/** A stack on offline clouds, deployed with the real engine. */
export class OfflineStack {
  private constructor(
    readonly engine: Engine,
    readonly place: OfflineStackPlace,
    /** The stack's name, as in `Pulumi.<name>.yaml`. */
    readonly name: string,
    /** The engine's whole environment. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Opens the stack, creating it by default, and removes the lock of an engine that was killed. */
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

  /** Deploys without confirmation. Errors are in the outcome. */
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

  /** The stack's outputs with secrets in clear text. */
  async outputs(): Promise<Record<string, unknown>> {
    const text = await this.text(["stack", "output", "--json", "--show-secrets", "--stack", this.name]);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Replaces the state with an empty one, for a stack whose clouds are gone. */
  async forget(): Promise<void> {
    await this.text(["stack", "rm", "--force", "--yes", "--preserve-config", "--stack", this.name]);
    await this.text(["stack", "select", "--create", this.name]);
  }

  /** True when the stack's state has no resources. */
  async isEmpty(): Promise<boolean> {
    const state = JSON.parse(await this.text(["stack", "export", "--stack", this.name])) as {
      deployment?: { resources?: unknown[] };
    };
    return (state.deployment?.resources ?? []).length === 0;
  }

  /** Runs an engine command and returns its standard output. Throws an error with its messages when it fails. */
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

/** A language host does not always notice that its engine has ended, and would wait forever. */
async function endOrphans(engine: number | undefined): Promise<void> {
  await sleep(500);
  if (engine !== undefined) signalGroup(engine, "SIGKILL");
}
