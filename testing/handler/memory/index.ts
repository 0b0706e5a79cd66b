import type { ResolvedApp, ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import { bucketStore } from "./bucket.ts";
import { type FunctionStub, functionStore } from "./function.ts";
import { queueStore } from "./queue.ts";
import { secretStore } from "./secret.ts";
import { busStore, streamStore, topicStore } from "./senders.ts";
import type { MemoryStore, StoreFactory, StoreInput } from "./store.ts";
import { rowsStore } from "./table.ts";

const nothing = (): MemoryStore => ({ client: () => ({}) });

/** The contents of each kind of resource. Functions have no clients for keys and apis. */
const STORES: { readonly [K in ResourceKind]: StoreFactory<K> } = {
  bucket: bucketStore,
  queue: queueStore,
  topic: topicStore,
  stream: streamStore,
  table: rowsStore,
  bus: busStore,
  secret: secretStore,
  key: nothing,
  api: nothing,
};

/** The compiler cannot see that a resource and the entry of its kind belong together. */
const storeOf = <K extends ResourceKind>(resource: ResolvedResource<K>, given: StoreInput): MemoryStore =>
  (STORES[resource.kind] as StoreFactory<K>)(resource, given);

export interface MemorySources extends StoreInput {
  readonly stub: (name: string) => FunctionStub | undefined;
}

/** Contents in memory for every resource, and a stand-in for every function, of an app. */
export const storesOf = (app: ResolvedApp, { stub, ...given }: MemorySources): ReadonlyMap<string, MemoryStore> =>
  new Map<string, MemoryStore>([
    ...[...app.resources.values()].map((resource) => [resource.name, storeOf(resource, given)] as const),
    ...[...app.functions.keys()].map((name) => [name, functionStore(name, () => stub(name))] as const),
  ]);
