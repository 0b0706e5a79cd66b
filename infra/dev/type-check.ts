import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { z } from "zod";

/** One pass of the compiler over the project. */
export interface TypeCheck {
  /** `file(line,column): error TS...`, relative to the project, with the lines that explain it. */
  readonly errors: readonly string[];
}

/** Runs the program in the first argument, and ends when this process does, however it ends: then its input is closed. */
const ENDS_WITH_INPUT = 'process.stdin.on("close", () => process.exit()).resume(); require(process.argv[1]);';

/** From this version on the compiler is a native program, without the interface of JavaScript. */
const NATIVE = 7;

/** Checks the types of a project, now and whenever files change. */
export interface TypeChecker {
  /** Files were written, created or deleted. */
  saved(): void;
  stop(): void;
}

/** Undefined when the project has no tsconfig.json or no typescript. */
export function checkTypes(directory: string, onCheck: (result: TypeCheck) => void): TypeChecker | undefined {
  const compiler = compilerOf(directory);
  if (compiler === undefined) return undefined;
  return compiler.isNative
    ? new RepeatedCheck(compiler.file, directory, onCheck)
    : new WatchingCheck(compiler.file, directory, onCheck);
}

/** The compiler in watch mode, in a process of its own. */
class WatchingCheck implements TypeChecker {
  readonly #process: ChildProcess;

  constructor(compiler: string, directory: string, onCheck: (result: TypeCheck) => void) {
    const options = [...optionsFor(directory), "--watch", "--preserveWatchOutput"];
    this.#process = spawn(process.execPath, ["-e", ENDS_WITH_INPUT, compiler, ...options], {
      cwd: directory,
      stdio: ["pipe", "pipe", "ignore"],
    });
    yieldTo(this.#process.pid);
    const reader = new CheckReader(onCheck);
    const { stdout } = this.#process;
    if (stdout) createInterface({ input: stdout }).on("line", (line) => reader.read(line));
  }

  /** It watches the files itself. */
  saved(): void {}

  stop(): void {
    this.#process.kill();
  }
}

/** A run of the native compiler for each change, one at a time: a run takes less than a change of a program in memory. */
class RepeatedCheck implements TypeChecker {
  readonly #end = new AbortController();
  #running = false;
  #stale = false;

  constructor(
    private readonly compiler: string,
    private readonly directory: string,
    private readonly onCheck: (result: TypeCheck) => void,
  ) {
    this.saved();
  }

  saved(): void {
    this.#stale = true;
    if (!this.#running) void this.#run();
  }

  stop(): void {
    this.#end.abort();
  }

  async #run(): Promise<void> {
    const { signal: cancelSignal } = this.#end;
    this.#running = true;
    while (this.#stale && !cancelSignal.aborted) {
      this.#stale = false;
      const options = { cwd: this.directory, stdin: "ignore", lines: true, reject: false, cancelSignal } as const;
      const running = execa(process.execPath, [this.compiler, ...optionsFor(this.directory)], options);
      yieldTo(running.pid);
      const { stdout } = await running;
      if (this.#stale || cancelSignal.aborted) continue;
      const reader = new CheckReader(this.onCheck);
      for (const line of stdout) reader.read(line);
      reader.end();
    }
    this.#running = false;
  }
}

/** A saved file is packaged and answers before its types are checked, where processors are few. */
function yieldTo(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended, or this system has no priorities.
  }
}

const optionsFor = (directory: string): string[] => ["--noEmit", "--pretty", "false", "--project", directory];

interface Compiler {
  /** The command `tsc`, absolute. */
  readonly file: string;
  readonly isNative: boolean;
}

const packageJson = z.object({ version: z.string(), bin: z.object({ tsc: z.string() }) });

/** The project's own; `typescript/bin/tsc` is not among the exports of each version. */
function compilerOf(directory: string): Compiler | undefined {
  if (!existsSync(join(directory, "tsconfig.json"))) return undefined;
  try {
    const path = createRequire(join(directory, "package.json")).resolve("typescript/package.json");
    const { version, bin } = packageJson.parse(JSON.parse(readFileSync(path, "utf8")));
    return { file: join(dirname(path), bin.tsc), isNative: Number.parseInt(version, 10) >= NATIVE };
  } catch {
    return undefined;
  }
}

/** Collects the errors of each pass from the lines of `tsc --pretty false`. */
export class CheckReader {
  #errors: string[] = [];

  constructor(private readonly onCheck: (result: TypeCheck) => void) {}

  read(line: string): void {
    if (/ - Found \d+ errors?\. Watching for file changes\./.test(line)) {
      this.end();
    } else if (/^(?:\S.*\(\d+,\d+\): )?error TS\d+: /.test(line)) {
      this.#errors.push(line);
    } else if (/^\s+\S/.test(line) && this.#errors.length > 0) {
      this.#errors.push(`${this.#errors.pop()}\n${line}`);
    }
  }

  /** The pass is over. */
  end(): void {
    this.onCheck({ errors: this.#errors });
    this.#errors = [];
  }
}
