import process from "node:process";
import pc from "picocolors";

/** Told one short line whenever a long piece of work starts or gets further. */
export type Progress = (line: string) => void;

/** Progress on standard error, so that a command's own output stays clean. */
export function printProgress(): Progress {
  return (line) => {
    process.stderr.write(`${pc.dim("polyfn")} ${line}\n`);
  };
}

/** Repeats what `describe` says every so often until stopped, so that a long silence never looks like a hang. */
export function heartbeat(progress: Progress, seconds: number, describe: (elapsed: string) => string): () => void {
  const start = Date.now();
  const timer = setInterval(() => progress(describe(elapsedSince(start))), seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** "45 s", "3 min 20 s" */
export function elapsedSince(start: number, now = Date.now()): string {
  const seconds = Math.round((now - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
