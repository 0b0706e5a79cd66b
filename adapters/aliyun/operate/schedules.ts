import { FailedError, UserError } from "../../../model/errors.ts";
import type { DeployedPart, Operator } from "../../operate.ts";
import type { TimerPayload } from "../runtime/trigger.ts";
import type { Clients } from "./clients.ts";
import { callFunction, invoke } from "./functions.ts";

interface Timer {
  readonly triggerName: string;
  readonly triggerType: string;
  /** JSON. */
  readonly triggerConfig: string;
  readonly qualifier?: string;
}

/** Timers of Function Compute. */
export const schedules = (clients: Clients): Pick<Operator, "fireSchedule"> => ({
  async fireSchedule(fn, trigger, time) {
    const timer = await timerOf(clients, fn, trigger);
    const payload = timerEvent(timer, time);
    const { triggerName: rule, qualifier } = timer;
    // FC does not wait; this does, so that an error shows.
    const invocation = { payload, mode: "sync", ...(qualifier !== undefined && { qualifier }) } as const;
    const { error, payload: answer } = await invoke(clients, fn, invocation);
    if (error === undefined) return { rule, input: payload };
    throw new FailedError(`${fn.name} failed when the timer ${rule} called it: ${answer}`);
  },
});

/** The timer of a trigger: by the name in its stored payload. */
async function timerOf(clients: Clients, fn: DeployedPart, trigger: string): Promise<Timer> {
  const found: Timer[] = [];
  let nextToken: string | undefined;
  do {
    const query: Record<string, string> = nextToken === undefined ? {} : { nextToken };
    const answer = await callFunction(clients, fn, "/triggers", { action: "ListTriggers", method: "GET", query });
    const page = answer.json() as { readonly triggers?: readonly Timer[]; readonly nextToken?: string };
    found.push(...(page.triggers ?? []).filter(({ triggerType }) => triggerType === "timer"));
    nextToken = page.nextToken || undefined;
  } while (nextToken !== undefined);
  const timer = found.find((one) => triggerIn(one) === trigger);
  if (timer) return timer;
  const names = found.map(({ triggerName }) => triggerName).join(", ") || "none";
  throw new UserError(
    `No timer of the trigger "${trigger}" calls ${fn.name}; its timers: ${names}.`,
    "Deploy the stack again.",
  );
}

const payloadOf = ({ triggerConfig }: Timer): string => String(JSON.parse(triggerConfig).payload ?? "");

/** The trigger's name in what polyfn's timers send. */
function triggerIn(timer: Timer): string | undefined {
  try {
    return (JSON.parse(payloadOf(timer)) as Partial<TimerPayload>).trigger;
  } catch {
    return undefined;
  }
}

/** The event of a timer: https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/time-triggers */
export const timerEvent = (timer: Timer, time: Date): string =>
  JSON.stringify({
    triggerTime: time.toISOString().replace(/\.\d+Z$/, "Z"),
    triggerName: timer.triggerName,
    payload: payloadOf(timer),
  });
