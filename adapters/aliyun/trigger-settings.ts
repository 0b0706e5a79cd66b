import { InternalError } from "../../model/errors.ts";
import type { ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { shimPattern } from "./patterns.ts";
import { publicKeys } from "./resources/api-auth.ts";
import type { SettingsKind, TriggerSettings } from "./runtime/trigger.ts";

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

/**
 * What a function's shim is told of a trigger, per kind: names of the spec alone, never physical ones, so that one package
 * serves every stack.
 */
const SETTINGS: {
  readonly [K in SettingsKind]: (trigger: ResolvedTrigger<K>, resources: Resources) => TriggerSettings[K];
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
  schedule: () => ({}),
  queue: ({ spec: { queue, filter } }, resources) => {
    const { fifo, visibilityTimeout, retention, deadLetter } = specOf(resources, "queue", queue);
    const order = fifo ? ({ fifo } as const) : {};
    return {
      queue,
      visibilityTimeout,
      retention,
      ...order,
      ...(deadLetter && { deadLetter }),
      ...(filter && { filter }),
    };
  },
  topic: ({ spec: { topic, filter, filterOn } }) => ({ topic, filterOn, ...(filter && { filter }) }),
  bucket: ({ spec: { bucket } }) => ({ bucket }),
  stream: (trigger) => ({ stream: trigger.spec.stream, ...orderedSettings(trigger) }),
  table: (trigger) => ({ table: trigger.spec.table, ...orderedSettings(trigger) }),
  bus: ({ spec: { bus, pattern } }) => {
    const data = shimPattern(pattern);
    return { bus, ...(data && { data }) };
  },
  log: ({ spec: { pattern } }) => ({ pattern }),
};

/** The compiler can't follow that a trigger's kind picks the function for its kind; this is the one place that says so. */
export const settingsOf = <K extends SettingsKind>(trigger: ResolvedTrigger<K>, resources: Resources): object =>
  (SETTINGS[trigger.kind as K] as (trigger: ResolvedTrigger<K>, resources: Resources) => object)(trigger, resources);
