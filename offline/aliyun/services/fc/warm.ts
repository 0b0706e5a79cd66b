import { addressOf, type Compute, versionOf } from "./compute.ts";
import { revisionId, toExecutable } from "./invocation/executable.ts";
import type { FunctionRecord } from "./state.ts";

/** The number of instances that a qualifier keeps at all times. */
export function warmCount(fn: FunctionRecord, qualifier: string): number {
  const { target, defaultTarget } = fn.provisions[qualifier] ?? {};
  return Math.max(target ?? defaultTarget ?? 0, fn.scaling[qualifier]?.minInstances ?? 0);
}

/** Has instances started, or ended, so that there are as many as asked for. */
export function keepWarm(fc: Compute, fn: FunctionRecord): void {
  for (const qualifier of new Set([...Object.keys(fn.provisions), ...Object.keys(fn.scaling)])) {
    const versionId = versionOf(fn, qualifier);
    fc.executor.provision(toExecutable(fc, fn, qualifier, versionId), warmCount(fn, qualifier));
  }
}

/** Ends instances of code and settings that the function no longer has; its versions keep theirs. */
export function retireOutdated(fc: Compute, fn: FunctionRecord): void {
  const current = [fn.latest, ...fn.versions].map((revision) => revisionId(fn, revision));
  fc.executor.retire(addressOf(fn), current);
}
