/** Reports a short line when a long operation starts or makes progress. */
export interface Progress {
  (line: string): void;
  /** Of a terminal: opens lines that are rewritten in place, below everything that is printed meanwhile. */
  readonly live?: () => Live;
}

/** Lines that are rewritten in place until they are ended. */
export interface Live {
  update(lines: readonly string[]): void;
  /** Removes the lines. */
  end(): void;
}

/**
 * Shows the text of `describe` until stopped, so that a long silence does not look like a hang: on a terminal in a line
 * that changes each second, elsewhere in a new line at each interval.
 */
export function heartbeat(progress: Progress, seconds: number, describe: (elapsed: string) => string): () => void {
  const start = Date.now();
  const live = progress.live?.();
  const beat = (): void => {
    const text = describe(elapsedSince(start));
    if (live) live.update([text]);
    else progress(text);
  };
  const timer = setInterval(beat, live ? 1000 : seconds * 1000);
  timer.unref();
  return () => {
    clearInterval(timer);
    live?.end();
  };
}

/** For example "45 s" or "3 min 20 s". */
export function elapsedSince(start: number, now = Date.now()): string {
  const seconds = Math.round((now - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
