import { UserError } from "../../model/errors.ts";
import type { ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { Delivered, type Deliveries } from "./delivered.ts";
import type { EventMaker } from "./events.ts";
import type { ForTrigger, Inputs, WebhookOptions } from "./inputs.ts";
import { routed } from "./requests.ts";
import { select, triggersOf } from "./selection.ts";

/** A handler that can be called. */
interface Runnable {
  readonly fn: ResolvedFunction;
  run(event: unknown): Promise<unknown>;
  /** The value of a secret that the test gave. */
  secret(name: string): string | undefined;
}

type Made<K extends TriggerKind> = Deliveries[K] | Promise<Deliveries[K]>;

/** A method for each kind of trigger that the function has. */
export function callsOf(runnable: Runnable, make: EventMaker): Readonly<Record<string, unknown>> {
  const { fn } = runnable;
  const deliver =
    <K extends keyof Inputs>(kind: K, event: (trigger: ResolvedTrigger<K>, input: Inputs[K]) => Made<K>) =>
    async (input: Inputs[K], { trigger }: ForTrigger = {}): Promise<unknown> => {
      const [first, ...others] = triggersOf(fn, kind, trigger);
      if (first === undefined) return undefined;
      const content = await event(first, input);
      return runnable.run(new Delivered(kind, select([first, ...others], content), content));
    };
  const schedule = deliver("schedule", (trigger, input) => make.schedule(trigger, input));
  const all = {
    http: async (request: Request | string, options = {}) => {
      const { trigger, call } = routed(fn, request, options);
      return runnable.run(new Delivered("http", trigger, call));
    },
    webhook: async (input: Inputs["webhook"] = {}, options: WebhookOptions = {}) =>
      callWebhook(runnable, make, input, options),
    schedule: async (input: Inputs["schedule"] = {}, options?: ForTrigger) => schedule(input, options),
    queue: deliver("queue", (trigger, input) => make.queue(trigger, input)),
    topic: deliver("topic", (trigger, input) => make.topic(trigger, input)),
    bucket: deliver("bucket", (trigger, input) => make.bucket(trigger, input)),
    stream: deliver("stream", (trigger, input) => make.stream(trigger, input)),
    table: deliver("table", (trigger, input) => make.table(trigger, input)),
    bus: deliver("bus", (trigger, input) => make.bus(trigger, input)),
    log: deliver("log", (trigger, input) => make.log(trigger, input)),
  } satisfies Readonly<Record<TriggerKind, unknown>>;
  const kinds = new Set<string>(fn.triggers.map(({ kind }) => kind));
  return Object.fromEntries(Object.entries(all).filter(([kind]) => kinds.has(kind)));
}

async function callWebhook(
  runnable: Runnable,
  make: EventMaker,
  input: Inputs["webhook"],
  { trigger: named, sign = true }: WebhookOptions,
): Promise<unknown> {
  const [trigger] = triggersOf(runnable.fn, "webhook", named);
  if (trigger === undefined) return undefined;
  const signed = make.webhook(trigger, input, () => secretOf(runnable, trigger));
  const content = sign ? signed : { ...signed, headers: new Headers() };
  return runnable.run(new Delivered("webhook", trigger.name, content));
}

function secretOf(runnable: Runnable, { name, spec: { secret } }: ResolvedTrigger<"webhook">): string {
  const value = runnable.secret(secret);
  if (value !== undefined) return value;
  throw new UserError(
    `The webhook "${name}" is signed with the secret "${secret}", which has no value in this test.`,
    `Give the test secrets: { ${secret}: "..." }.`,
  );
}
