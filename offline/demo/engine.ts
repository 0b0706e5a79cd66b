import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { heartbeat, type Progress } from "../progress.ts";

/** Runs the engine on one stack of a project, quietly: what it says goes to a log, and is shown when it fails. */
export interface StackEngine {
  /** Forgets a stack whose cloud is gone, if it exists. */
  forget(): Promise<void>;
  /** Brings the stack up to the spec. `refresh` first looks at what is really there. */
  up(options: { refresh: boolean }): Promise<void>;
  outputs(): Promise<unknown>;
}

export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
}

export interface StackOptions {
  /** Absolute path of the engine. */
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Directory of Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  readonly progress: Progress;
}

/** A resource of which the engine says that it is done: `+  aws:sqs:Queue media-... created (0.3s)`. */
const DONE = /\b(created|updated|replaced|deleted)\b.*\(\d/;

export function stackEngine({ command, environment, project, stack, progress }: StackOptions): StackEngine {
  const log = join(project, ".polyfn", `${stack}.log`);

  async function run(args: readonly string[], watch?: (line: string) => void): Promise<string> {
    await mkdir(join(project, ".polyfn"), { recursive: true });
    const child = execa(command, [...args, "--stack", stack, "--non-interactive", "--color", "never"], {
      cwd: project,
      env: environment,
      extendEnv: false,
      all: true,
      reject: false,
    });
    child.all?.pipe(createWriteStream(log, { flags: "a" }));
    if (watch) for await (const line of child.iterable({ from: "all" })) watch(String(line));
    const { exitCode, stdout, all } = await child;
    if (exitCode !== 0) throw new EngineFailure(`pulumi ${args[0]} failed (exit code ${exitCode}):\n${all}`);
    return stdout;
  }

  return {
    async forget() {
      await run(["stack", "rm", "--force", "--yes", "--preserve-config"]).catch((error: unknown) => {
        if (!String(error).includes("no stack named")) throw error;
      });
    },
    async up({ refresh }) {
      await run(["stack", "init"]).catch((error: unknown) => {
        if (!String(error).includes("already exists")) throw error;
      });
      let done = 0;
      const stop = heartbeat(progress, 5, (elapsed) => `deploying: ${done} resources after ${elapsed}`);
      try {
        await run(["up", "--yes", "--skip-preview", ...(refresh ? ["--refresh"] : [])], (line) => {
          if (DONE.test(line)) done++;
        });
      } finally {
        stop();
      }
      progress(`deployed: ${done} resources created or changed (log ${log})`);
    },
    outputs: async () => JSON.parse(await run(["stack", "output", "--json", "--show-secrets"])) as unknown,
  };
}
