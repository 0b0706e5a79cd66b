import process from "node:process";
import pc from "picocolors";

/** Receives a short line when a long operation starts or makes progress. */
export type Progress = (line: string) => void;

/** Writes progress to standard error, so that standard output has only the command's result. */
export function printProgress(): Progress {
  return (line) => {
    process.stderr.write(`${pc.dim("polyfn")} ${line}\n`);
  };
}

/** Repeats the text of `describe` at an interval until stopped, so that a long silence does not look like a hang. */
export function heartbeat(progress: Progress, seconds: number, describe: (elapsed: string) => string): () => void {
  const start = Date.now();
  const timer = setInterval(() => progress(describe(elapsedSince(start))), seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** For example "45 s" or "3 min 20 s". */
export function elapsedSince(start: number, now = Date.now()): string {
  const seconds = Math.round((now - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
