import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { DevReport } from "../../../infra/dev/report.ts";

const command = fileURLToPath(new URL("../../../bin/polyfn.mjs", import.meta.url));

type Report<E extends DevReport["event"]> = Extract<DevReport, { event: E }>;

/** A running `polyfn dev --json`. */
export class DevProcess implements AsyncDisposable {
  readonly reports: DevReport[] = [];
  readonly #changed = new EventEmitter();
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  /** Reports up to here have been waited for. */
  #seen = 0;
  #errors = "";

  constructor(directory: string, args: readonly string[] = []) {
    this.#child = spawn(process.execPath, [command, "dev", "--json", ...args], {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#exited = once(this.#child, "exit");
    const { stdout, stderr } = this.#child;
    if (!stdout || !stderr) throw new Error("the process has no output");
    stderr.on("data", (data) => {
      this.#errors += data;
    });
    createInterface({ input: stdout }).on("line", (line) => {
      this.reports.push(JSON.parse(line) as DevReport);
      this.#changed.emit("change");
    });
    void this.#exited.then(() => this.#changed.emit("change"));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The next report of a kind, after the last one that was waited for. Rejects when the process ends before. */
  async next<E extends DevReport["event"]>(
    event: E,
    matches: (report: Report<E>) => boolean = () => true,
  ): Promise<Report<E>> {
    for (;;) {
      for (const [at, report] of this.reports.entries()) {
        if (at < this.#seen || report.event !== event || !matches(report as Report<E>)) continue;
        this.#seen = at + 1;
        return report as Report<E>;
      }
      await this.#more(event);
    }
  }

  async #more(event: string): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      throw new Error(`polyfn dev ended before "${event}": ${this.#errors}\n${JSON.stringify(this.reports.slice(-5))}`);
    }
    await once(this.#changed, "change");
  }

  /** Waits until there are more reports than this. Rejects when the process ends before. */
  async moreThan(count: number): Promise<void> {
    while (this.reports.length <= count) await this.#more("any report");
  }

  /** Ends it as Ctrl-C does, and returns the exit code. */
  async interrupt(): Promise<number | null> {
    this.#child.kill("SIGINT");
    await this.#exited;
    return this.#child.exitCode;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
  }
}
