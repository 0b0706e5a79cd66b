import { z } from "zod";
import type { ReadOnlyDeep } from "../schema/read-only-deep.ts";
import { api } from "./api.ts";
import { bucket } from "./bucket.ts";
import { bus } from "./bus.ts";
import { key } from "./key.ts";
import { queue } from "./queue.ts";
import { secret } from "./secret.ts";
import { stream } from "./stream.ts";
import { table } from "./table.ts";
import { topic } from "./topic.ts";

/** All kinds of resources. */
export const resources = { bucket, queue, topic, stream, table, bus, secret, key, api } as const;

export type ResourceKind = keyof typeof resources;

export const resource = z.discriminatedUnion("kind", [
  bucket.schema,
  queue.schema,
  topic.schema,
  stream.schema,
  table.schema,
  bus.schema,
  secret.schema,
  key.schema,
  api.schema,
]);

/** A resource after parsing: defaults filled in, durations in seconds. */
export type Resource<K extends ResourceKind = ResourceKind> = {
  [P in K]: z.output<(typeof resources)[P]["schema"]>;
}[K];

/** A resource as written in a spec. */
export type ResourceInput<K extends ResourceKind = ResourceKind> = {
  [P in K]: ReadOnlyDeep<z.input<(typeof resources)[P]["schema"]>>;
}[K];
