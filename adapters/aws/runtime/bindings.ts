import type { ResourceKind } from "../../../model/resources/index.ts";
import type { ClientFactory as CoreFactory, TableKey } from "../../../runtime/core/clients.ts";

/**
 * The physical resource behind a name, as a client needs it. The deployment writes `{ "<name>": binding }` as JSON to
 * the environment variable `POLYFN_RESOURCES`: for each name that the function has permission to use, and for the
 * secrets of its webhooks.
 */
export interface Bindings {
  bucket: { readonly bucket: string };
  /** `deduplicate`: SQS takes the hash of a message's body for its deduplication id. */
  queue: { readonly url: string; readonly deduplicate?: true };
  /** ARN. */
  topic: { readonly topic: string };
  stream: { readonly stream: string };
  table: {
    readonly table: string;
    readonly key: TableKey;
    readonly indexes?: Readonly<Record<string, TableKey>>;
  };
  bus: { readonly bus: string };
  /** Name or ARN. */
  secret: { readonly secret: string };
  /** Functions have no client for a key. */
  key: Record<never, never>;
  api: { readonly url?: string };
  /** `qualifier`: the alias, where the function has one. */
  function: { readonly function: string; readonly qualifier?: string };
}

/** Makes the client of a resource of a kind, or of a function. */
export type ClientFactory<K extends ResourceKind | "function"> = CoreFactory<Bindings[K]>;
