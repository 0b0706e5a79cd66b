import type { ResourceKind } from "../../../model/resources/index.ts";
import type { ClientFactory as CoreFactory, TableKey } from "../../../runtime/core/clients.ts";

/** An index is a table of its own, whose key ends with the key columns of the table it belongs to. */
export interface IndexKey extends TableKey {
  /** The index's physical name. */
  readonly index: string;
}

/**
 * The physical resource behind a name, as the shim needs it. The deployment writes `{ "<name>": binding }` as JSON to
 * the environment variable `POLYFN_RESOURCES`: for each name that the function has permission to use, for the secrets
 * of its webhooks, and for the resources that its triggers name: their queues, topics, streams and tables, and the
 * queues and topics for failed events (see `Triggers`).
 */
export interface Bindings {
  bucket: { readonly bucket: string };
  /** Name of the MNS queue, and whether it is a FIFO queue. */
  queue: { readonly queue: string; readonly fifo?: true };
  /** Name of the MNS topic. */
  topic: { readonly topic: string };
  stream: { readonly project: string; readonly logstore: string };
  table: {
    readonly instance: string;
    readonly table: string;
    readonly key: TableKey;
    readonly indexes?: Readonly<Record<string, IndexKey>>;
    /** Column with the Unix time (seconds) after which a row counts as deleted. */
    readonly ttl?: string;
    /**
     * Tables with `changes`: physical name of the table, in the same instance, that keeps each row's last image for the
     * table triggers. Its primary key is one text column, `id`. Written and read by the shim alone.
     */
    readonly images?: string;
  };
  bus: { readonly bus: string };
  /** Name of the parameter or secret, and the service that keeps it: OOS's parameter store or KMS. */
  secret: { readonly secret: string; readonly store: "oos" | "kms" };
  /** Functions have no client for a key or an api. */
  key: Record<never, never>;
  api: Record<never, never>;
  /** `qualifier`: the alias, where the function has one. */
  function: { readonly function: string; readonly qualifier?: string };
}

/** Makes the client of a resource of a kind, or of a function. */
export type ClientFactory<K extends ResourceKind | "function"> = CoreFactory<Bindings[K]>;
