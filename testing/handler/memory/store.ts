import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";

/** A message, event, record or call that the handler sent, without identifiers and times that differ per run. */
export type Sent = Readonly<Record<string, unknown>>;

/** The user of a client. */
export interface ClientUser {
  /** Name of the function that uses it. */
  readonly caller: string;
  /** Told of everything that is sent. */
  record(sent: Sent): void;
}

/** The contents of a resource in memory. */
export interface MemoryStore {
  /** A client with every method of the kind. */
  client(user: ClientUser): object;
  /** The contents, the same for the same contents; absent for kinds that keep nothing. */
  snapshot?(): unknown;
  /** Removes the contents; absent for kinds that keep nothing. */
  clear?(): void;
}

/** Makes the contents of a resource of a kind. */
export type StoreFactory<K extends ResourceKind> = (resource: ResolvedResource<K>, given: StoreInput) => MemoryStore;

/** What a test says of the contents. */
export interface StoreInput {
  readonly secret: SecretSource;
  /** Most rows in a page of a query. Default: no limit. */
  readonly pageSize?: number | undefined;
}

/** The value of a secret that the test gave. */
export type SecretSource = (name: string) => string | undefined;

/** A value as it arrives: JSON, read again. */
export const arrived = (json: string): unknown => JSON.parse(json);
