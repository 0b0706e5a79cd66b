import process from "node:process";
import { createColors } from "picocolors";
import { DEFAULT_COLUMNS, isCi, takesColours } from "./capabilities.ts";
import type { Io } from "./io.ts";
import type { Progress } from "./progress.ts";
import { prompts } from "./prompts.ts";
import { Region } from "./region.ts";

interface Interruption {
  readonly signal: AbortSignal;
  readonly killSignal: AbortSignal;
}

let interruption: Interruption | undefined;

/** Listens only once a command reads it: before, Ctrl-C ends the process. The third Ctrl-C ends it in any case. */
function listen(): Interruption {
  if (interruption) return interruption;
  const [first, second] = [new AbortController(), new AbortController()];
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (): void => {
    if (!first.signal.aborted) first.abort();
    else {
      for (const name of names) process.off(name, onSignal);
      second.abort();
    }
  };
  for (const name of names) process.on(name, onSignal);
  interruption = { signal: first.signal, killSignal: second.signal };
  return interruption;
}

const { stdin, stdout, stderr, env } = process;
const region = new Region(stderr);
const errorColour = takesColours(stderr, env);
const err = (text: string): void => region.above(() => stderr.write(text));
const print = (line: string): void => err(`${createColors(errorColour).dim("polyfn")} ${line}\n`);
const rewritten = stderr.isTTY === true && env.TERM !== "dumb" && !isCi(env);

/** The terminal of this process. */
export const terminal: Io = {
  cwd: process.cwd(),
  colour: takesColours(stdout, env),
  errorColour,
  get columns() {
    return (stdout.isTTY ? stdout.columns : undefined) ?? DEFAULT_COLUMNS;
  },
  interactive: stdin.isTTY === true && stderr.isTTY === true && !isCi(env),
  get signal() {
    return listen().signal;
  },
  get killSignal() {
    return listen().killSignal;
  },
  out: (text) => region.above(() => stdout.write(text)),
  err,
  progress: rewritten ? Object.assign(print, { live: () => region.open() } satisfies Partial<Progress>) : print,
  prompts,
};
