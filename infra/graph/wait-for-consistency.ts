import { all, type Input, type Output, runtime } from "@pulumi/pulumi";

/** The clock and timer that waiting uses. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const machine: Time = {
  now: () => Date.now(),
  // Nothing else keeps the program alive while it waits. When the deployment fails, the engine ends the program.
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Returns the name of a new resource when other services can find it. Some services report a resource as created before
 * the others know it.
 * @param name Anything by which other resources name it; a preview gets it as it is.
 * @param created Time of creation as the provider reports it: a date as text, or seconds since 1970. Without it there is
 * no wait.
 * @param seconds Age at which every service finds it. Resources of an earlier deployment are old enough.
 */
export function waitForConsistency(
  name: Output<string>,
  created: Input<string | number | undefined>,
  seconds: number,
  time = machine,
): Output<string> {
  if (seconds === 0 || runtime.isDryRun()) return name;
  return all([name, created]).apply(async ([known, at]) => {
    const wait = timeLeft(at, seconds, time.now());
    if (wait > 0) await time.sleep(wait);
    return known;
  });
}

/** Milliseconds until a resource is old enough, at most its required age, because clocks differ. */
function timeLeft(created: string | number | undefined, seconds: number, now: number): number {
  const since = typeof created === "number" ? created * 1000 : Date.parse(created ?? "");
  if (Number.isNaN(since)) return 0;
  return Math.min(Math.max(since + seconds * 1000 - now, 0), seconds * 1000);
}
