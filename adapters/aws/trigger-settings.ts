import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { isOneOfSeveral, objectSettings, webhookSettings } from "../shared/node-entry.ts";
import { preflightRules } from "./preflight.ts";
import type { Triggers } from "./runtime/trigger.ts";

interface Surroundings {
  readonly app: ResolvedApp;
  /** The function has other triggers of the kind, so its shim must tell them apart. */
  readonly several: boolean;
}

const whole = ({ spec }: ResolvedTrigger<"queue" | "stream" | "table">): { readonly partialFailures?: false } =>
  spec.partialFailures ? {} : { partialFailures: false };

/** Settings of a trigger for the shim, per kind: what the shim must do itself, and what distinguishes triggers. */
const SETTINGS: {
  readonly [K in TriggerKind]: (trigger: ResolvedTrigger<K>, around: Surroundings) => Omit<Triggers[K], "name">;
} = {
  http: (trigger, { app, several }) => {
    const { api, routes } = trigger.spec;
    const preflight = preflightRules(trigger, app);
    return {
      ...(several && api !== undefined && { api, ...(routes && { routes }) }),
      ...(Object.keys(preflight).length > 0 && { preflight }),
    };
  },
  webhook: webhookSettings,
  schedule: () => ({}),
  queue: whole,
  topic: () => ({}),
  bucket: (trigger, { several }) => (several ? objectSettings(trigger) : {}),
  stream: whole,
  table: whole,
  bus: () => ({}),
  log: () => ({}),
};

/** TypeScript cannot relate a trigger's kind to the entry of that kind: only this function casts. */
export const settingsOf = <K extends TriggerKind>(
  trigger: ResolvedTrigger<K>,
  fn: ResolvedFunction,
  app: ResolvedApp,
): object =>
  (SETTINGS[trigger.kind as K] as (trigger: ResolvedTrigger<K>, around: Surroundings) => object)(trigger, {
    app,
    several: isOneOfSeveral(trigger, fn),
  });
