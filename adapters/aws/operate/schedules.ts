import type { Target } from "@aws-sdk/client-eventbridge";
import { FailedError, UserError } from "../../../model/errors.ts";
import type { DeployedPart, Operator } from "../../operate.ts";
import { triggerNameOf } from "../names.ts";
import type { Clients } from "./clients.ts";
import { invoke } from "./functions.ts";

interface StoredSchedule {
  /** Name of the rule or schedule. */
  readonly rule: string;
  /** ARN of the function, version or alias that it calls. */
  readonly target: string;
  /** The input that it hands over when it is due at `time`. */
  input(time: Date, id: string): string;
}

/** Schedules of EventBridge Scheduler, and scheduled rules of EventBridge. */
export const schedules = (clients: Clients): Pick<Operator, "fireSchedule"> => ({
  async fireSchedule(fn, trigger, time) {
    const { rule, target, input } = await scheduleOf(clients, fn, trigger);
    const payload = input(time, crypto.randomUUID());
    // The scheduler does not wait; this does, so that an error shows.
    const { error, payload: answer } = await invoke(clients, target, { payload, mode: "sync" });
    if (error === undefined) return { rule, input: payload };
    throw new FailedError(`${fn.name} failed when the schedule ${rule} called it: ${answer}`);
  },
});

/** The schedule of a trigger: by the name that polyfn gives it, or, where the spec overrides that, by its stored input. */
async function scheduleOf(clients: Clients, fn: DeployedPart, trigger: string): Promise<StoredSchedule> {
  const name = triggerNameOf(fn.name, trigger);
  // Servers without the scheduler have rules in its place.
  const named = (await ruleNamed(clients, name, fn)) ?? (await scheduleNamed(clients, name));
  if (named !== undefined) return named;
  for await (const found of schedulesOf(clients, fn)) {
    if (triggerIn(found.input(new Date(), "")) === trigger) return found;
  }
  throw new UserError(
    `No schedule or rule of the trigger "${trigger}" calls ${fn.name}: there is none named ${name}.`,
    "Deploy the stack again.",
  );
}

/** The trigger's name in what its schedule hands over. */
function triggerIn(input: string): unknown {
  try {
    return JSON.parse(input).trigger;
  } catch {
    return undefined;
  }
}

/** Everything that calls a function, or one of its versions and aliases, at given times. */
async function* schedulesOf(clients: Clients, fn: DeployedPart): AsyncGenerator<StoredSchedule> {
  const { RuleNames = [] } = await (await clients.events()).listRuleNamesByTarget({ TargetArn: fn.id });
  for (const name of RuleNames) {
    const rule = await ruleNamed(clients, name, fn);
    if (rule) yield rule;
  }
  const scheduler = await clients.scheduler();
  let NextToken: string | undefined;
  do {
    const page = await scheduler.listSchedules({ NextToken });
    for (const { Name, GroupName, Target: target } of page.Schedules ?? []) {
      const found = target?.Arn === fn.id && Name !== undefined && (await scheduleNamed(clients, Name, GroupName));
      if (found) yield found;
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

async function scheduleNamed(clients: Clients, Name: string, GroupName?: string): Promise<StoredSchedule | undefined> {
  const answer = (await clients.scheduler()).getSchedule({ Name, GroupName });
  const { Target: target } = (await unlessMissing(answer)) ?? {};
  if (target?.Arn === undefined) return undefined;
  const { Arn, Input = "{}" } = target;
  return {
    rule: Name,
    target: Arn,
    input: (time, id) =>
      Input.replaceAll("<aws.scheduler.scheduled-time>", wholeSeconds(time)).replaceAll(
        "<aws.scheduler.execution-id>",
        id,
      ),
  };
}

async function ruleNamed(clients: Clients, rule: string, fn: DeployedPart): Promise<StoredSchedule | undefined> {
  const answer = (await clients.events()).listTargetsByRule({ Rule: rule });
  const { Targets = [] } = (await unlessMissing(answer)) ?? {};
  const target = Targets.find(({ Arn }) => Arn === fn.id);
  if (target?.Arn === undefined) return undefined;
  return { rule, target: target.Arn, input: (time, id) => ruleInput(target, time, id) };
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

const wholeSeconds = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");

/**
 * The event that EventBridge passes to a rule's target: the stored input, or its template with each `<variable>`
 * replaced by the value that its path selects from the event.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function ruleInput(target: Target, time: Date, id: string): string {
  const event: Record<string, unknown> = {
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    time: wholeSeconds(time),
    detail: {},
  };
  const { InputTransformer } = target;
  if (!InputTransformer) return target.Input ?? JSON.stringify(event);
  let input = InputTransformer.InputTemplate ?? "";
  for (const [variable, path] of Object.entries(InputTransformer.InputPathsMap ?? {})) {
    const value = event[path.replace(/^\$\./, "")] ?? "";
    // A variable that stands as a JSON value gets its quotes from the service; within a text it has them already.
    input = input
      .replaceAll(`"<${variable}>"`, JSON.stringify(value))
      .replaceAll(`<${variable}>`, JSON.stringify(value));
  }
  return input;
}
