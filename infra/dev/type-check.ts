import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

/** One pass of the compiler over the project. */
export interface TypeCheck {
  /** `file(line,column): error TS...`, relative to the project, with the lines that explain it. */
  readonly errors: readonly string[];
}

/** Runs the program in the first argument, and ends when this process does, however it ends: then its input is closed. */
const ENDS_WITH_INPUT = 'process.stdin.on("close", () => process.exit()).resume(); require(process.argv[1]);';

/** The type checker in watch mode, in a process of its own. */
export class TypeChecker {
  readonly #process: ChildProcess;

  /** Undefined when the project has no tsconfig.json or no typescript. */
  static start(directory: string, onCheck: (result: TypeCheck) => void): TypeChecker | undefined {
    const compiler = compilerOf(directory);
    return compiler === undefined ? undefined : new TypeChecker(compiler, directory, onCheck);
  }

  private constructor(compiler: string, directory: string, onCheck: (result: TypeCheck) => void) {
    const options = ["--watch", "--noEmit", "--preserveWatchOutput", "--pretty", "false", "--project", directory];
    this.#process = spawn(process.execPath, ["-e", ENDS_WITH_INPUT, compiler, ...options], {
      cwd: directory,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const reader = new CheckReader(onCheck);
    const { stdout } = this.#process;
    if (stdout) createInterface({ input: stdout }).on("line", (line) => reader.read(line));
  }

  stop(): void {
    this.#process.kill();
  }
}

function compilerOf(directory: string): string | undefined {
  if (!existsSync(join(directory, "tsconfig.json"))) return undefined;
  try {
    return createRequire(join(directory, "package.json")).resolve("typescript/bin/tsc");
  } catch {
    return undefined;
  }
}

/** Collects the errors of one pass from the lines of `tsc --watch --pretty false`. */
export class CheckReader {
  #errors: string[] = [];

  constructor(private readonly onCheck: (result: TypeCheck) => void) {}

  read(line: string): void {
    if (/ - Found \d+ errors?\. Watching for file changes\./.test(line)) {
      this.onCheck({ errors: this.#errors });
      this.#errors = [];
    } else if (/^(?:\S.*\(\d+,\d+\): )?error TS\d+: /.test(line)) {
      this.#errors.push(line);
    } else if (/^\s+\S/.test(line) && this.#errors.length > 0) {
      this.#errors.push(`${this.#errors.pop()}\n${line}`);
    }
  }
}
