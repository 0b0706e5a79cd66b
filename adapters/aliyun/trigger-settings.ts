import { InternalError } from "../../model/errors.ts";
import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { isOneOfSeveral, objectSettings, webhookSettings } from "../shared/node-entry.ts";
import { shimPattern } from "./patterns.ts";
import { publicKeys } from "./resources/api-auth.ts";
import type { Triggers } from "./runtime/trigger.ts";

type Resources = ReadonlyMap<string, ResolvedResource>;

function specOf<K extends ResourceKind>(resources: Resources, kind: K, name: string): ResolvedResource<K>["spec"] {
  const resource = resources.get(name);
  if (resource?.kind !== kind) throw new InternalError(`a trigger names "${name}", which is no ${kind}`);
  return resource.spec as ResolvedResource<K>["spec"];
}

type Ordered = "batchSize" | "bisect" | "maxAge" | "retries" | "onFailure" | "partialFailures" | "filter";

/** Settings of the ordered sources that the shim carries out. */
const orderedSettings = ({ spec }: ResolvedTrigger<"stream" | "table">): Pick<typeof spec, Ordered> => {
  const { batchSize, bisect, maxAge, retries, onFailure, partialFailures, filter } = spec;
  return { batchSize, bisect, maxAge, retries, onFailure, partialFailures, filter };
};

/** Settings of a trigger for the shim, per kind. `several`: the function has other triggers of the kind. */
const SETTINGS: {
  readonly [K in TriggerKind]: (
    trigger: ResolvedTrigger<K>,
    resources: Resources,
    several: boolean,
  ) => Omit<Triggers[K], "name">;
} = {
  http: ({ spec: { api, auth, cors, routes, scopes } }, resources) => {
    if (api === undefined) return { ...(cors && { cors }) };
    const { jwt } = specOf(resources, "api", api);
    return {
      api,
      ...(routes && { routes }),
      ...(auth === "jwt" && jwt && { jwt: { issuer: jwt.issuer, audience: jwt.audience, keys: publicKeys(jwt) } }),
      ...(scopes && { scopes }),
    };
  },
  webhook: webhookSettings,
  schedule: () => ({}),
  queue: ({ spec: { queue, filter, partialFailures } }, resources) => {
    const { fifo, visibilityTimeout, retention, deadLetter } = specOf(resources, "queue", queue);
    const order = fifo ? ({ fifo } as const) : {};
    return {
      queue,
      visibilityTimeout,
      retention,
      ...order,
      ...(deadLetter && { deadLetter }),
      ...(filter && { filter }),
      ...(!partialFailures && { partialFailures }),
    };
  },
  topic: ({ spec: { filter, filterOn } }) => ({ filterOn, ...(filter && { filter }) }),
  bucket: (trigger, _, several) => (several ? objectSettings(trigger) : {}),
  stream: (trigger) => orderedSettings(trigger),
  table: (trigger) => ({ table: trigger.spec.table, ...orderedSettings(trigger) }),
  bus: ({ spec: { bus, pattern } }, _, several) => {
    const data = shimPattern(pattern);
    return several ? { bus, pattern } : data ? { pattern: { data } } : {};
  },
  log: ({ spec: { pattern } }) => ({ pattern }),
};

/** TypeScript cannot relate a trigger's kind to the entry of that kind: only this function casts. */
export const settingsOf = <K extends TriggerKind>(
  trigger: ResolvedTrigger<K>,
  fn: ResolvedFunction,
  resources: Resources,
): object =>
  (SETTINGS[trigger.kind as K] as (trigger: ResolvedTrigger<K>, resources: Resources, several: boolean) => object)(
    trigger,
    resources,
    isOneOfSeveral(trigger, fn),
  );
