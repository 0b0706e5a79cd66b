import { UserError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { type DeployedApp, deployedFunction, triggerIn } from "../deployed-app.ts";
import { readEvent } from "../events/json.ts";
import { bucket } from "./bucket.ts";
import { bus } from "./bus.ts";
import type { Fired, FireInput, Firing } from "./firing.ts";
import { log } from "./log.ts";
import { queue, stream, topic } from "./messages.ts";
import { http, webhook } from "./requests.ts";
import { schedule } from "./schedule.ts";
import { table } from "./table.ts";

export type { Fired, FireInput } from "./firing.ts";

const firings: { readonly [K in TriggerKind]: Firing<K> } = {
  http,
  webhook,
  schedule,
  queue,
  topic,
  bucket,
  stream,
  table,
  bus,
  log,
};

/** The kind of one trigger is not known to the compiler; `trigger` and `Firing` are always of the same. */
const firingOf = (trigger: ResolvedTrigger): Firing<never> => firings[trigger.kind] as Firing<never>;

/**
 * Gives the source of a deployed trigger the input that a user or service would give it. What is not given is generated,
 * so that it matches the trigger's filter.
 * @throws UserError for input that the kind does not take or that the trigger would not get, for a trigger that is
 * switched off, and where the cloud refuses it.
 */
export async function fireTrigger(
  app: DeployedApp,
  functionName: string,
  triggerName: string,
  input: FireInput = {},
): Promise<Fired> {
  const trigger = triggerIn(app.app, functionName, triggerName);
  const fn = deployedFunction(app, functionName);
  refuseUnused(trigger, input);
  if ("enabled" in trigger.spec && !trigger.spec.enabled) {
    throw new UserError(
      `The trigger "${triggerName}" of "${functionName}" is switched off (enabled: false).`,
      "Switch it on in the spec and deploy it, or call the function itself: polyfn invoke.",
    );
  }
  return firingOf(trigger).fire({ app, operator: await app.operator(), trigger: trigger as never, fn }, input);
}

/**
 * Gives the source of a deployed trigger once more what caused an event.
 * @param json The event, as `polyfn events generate` and `record` write it.
 * @param headers Of a request: in addition to the event's own.
 * @throws UserError like `fireTrigger`, and for text that is no event of the trigger's kind.
 */
export async function replayEvent(
  app: DeployedApp,
  functionName: string,
  triggerName: string,
  json: string,
  headers?: FireInput["headers"],
): Promise<readonly Fired[]> {
  const trigger = triggerIn(app.app, functionName, triggerName);
  const inputs = await firingOf(trigger).inputsOf(readEvent(trigger.kind, json) as never);
  const fired: Fired[] = [];
  for (const input of inputs) {
    const own = headers === undefined ? input : { ...input, headers: { ...input.headers, ...headers } };
    fired.push(await fireTrigger(app, functionName, triggerName, own));
  }
  return fired;
}

/** Options of the command line, by fields of the input. */
const OPTIONS: { readonly [F in keyof FireInput]-?: string } = {
  key: "--key",
  body: "--body or --file",
  contentType: "--content-type",
  headers: "--header",
  attributes: "--attribute",
  method: "--method",
  path: "--path",
  source: "--source",
  type: "--type",
  group: "--group",
  remove: "--remove",
  time: "--time",
};

function refuseUnused({ kind, name }: ResolvedTrigger, input: FireInput): void {
  const { takes } = firings[kind];
  const unused = Object.entries(input).find(([field, value]) => value !== undefined && !takes.includes(field as never));
  if (unused === undefined) return;
  throw new UserError(
    `The ${kind} trigger "${name}" takes no ${OPTIONS[unused[0] as keyof FireInput]}.`,
    `It takes ${takes.map((field) => OPTIONS[field]).join(", ")}.`,
  );
}
