/** The log service's state: plain JSON, stored on disk without conversion. */

export interface Project {
  readonly name: string;
  readonly region: string;
  description: string;
  resourceGroupId: string;
  /** Milliseconds. */
  readonly created: number;
  modified: number;
  /** The project's policy, as it was given; empty when there is none. */
  policy: string;
  tags: Record<string, string>;
  readonly logstores: Record<string, Logstore>;
}

/** A table of the account's own data. */
export interface Resource {
  readonly region: string;
  readonly name: string;
  readonly type: string;
  description: string;
  /** JSON, as it was given; the access rules too. */
  schema: string;
  acl: string;
  extInfo: string;
  /** Milliseconds. */
  readonly created: number;
  modified: number;
  readonly records: Record<string, ResourceRecord>;
}

export interface ResourceRecord {
  readonly id: string;
  readonly tag: string;
  /** JSON. */
  readonly value: string;
  readonly created: number;
  readonly modified: number;
}

export interface Logstore {
  readonly name: string;
  settings: LogstoreSettings;
  readonly created: number;
  modified: number;
  meteringMode: string;
  tags?: Record<string, string>;
  readonly shards: Shard[];
  index?: Index;
  readonly consumerGroups: Record<string, ConsumerGroup>;
  /** Counts writes that name no shard: they go round. */
  turn: number;
}

export interface LogstoreSettings {
  /** Days; 3650 means for ever. */
  ttl: number;
  enable_tracking: boolean;
  autoSplit: boolean;
  maxSplitShard: number;
  appendMeta: boolean;
  telemetryType: string;
  mode: string;
  hot_ttl?: number;
  infrequentAccessTTL?: number;
  encrypt_conf?: unknown;
}

/** A part of a logstore in which the order of arrival is kept. */
export interface Shard {
  readonly id: number;
  /** Hash keys of 32 hexadecimal digits; the end is exclusive. */
  readonly begin: string;
  readonly end: string;
  /** A shard that was split or merged is only read. */
  status: "readwrite" | "readonly";
  readonly created: number;
  /** Cursor of the next group. */
  next: number;
  readonly groups: StoredGroup[];
}

/** A group of logs, as it arrived: what a cursor stands before. */
export interface StoredGroup {
  readonly cursor: number;
  /** Milliseconds when it arrived. */
  readonly received: number;
  readonly group: LogGroup;
}

export interface LogGroup {
  readonly topic: string;
  readonly source: string;
  readonly tags: readonly Pair[];
  readonly logs: readonly Log[];
}

export interface Log {
  /** Seconds since 1970. */
  readonly time: number;
  /** Nanoseconds within the second, where the client said so. */
  readonly ns?: number;
  readonly fields: readonly Pair[];
}

export type Pair = readonly [key: string, value: string];

export interface Index {
  /** As it was given. */
  readonly settings: IndexSettings;
  /** Milliseconds. Logs that arrived before are not found by it. */
  readonly created: number;
  modified: number;
}

export interface IndexSettings {
  readonly line?: IndexLine;
  readonly keys?: Readonly<Record<string, IndexKey>>;
  readonly [other: string]: unknown;
}

export interface IndexLine {
  readonly token: readonly string[];
  readonly caseSensitive?: boolean;
  readonly include_keys?: readonly string[];
  readonly exclude_keys?: readonly string[];
}

export interface IndexKey {
  readonly type: "text" | "long" | "double" | "json";
  readonly token?: readonly string[];
  readonly caseSensitive?: boolean;
  readonly alias?: string;
}

export interface ConsumerGroup {
  readonly name: string;
  /** Seconds without a heartbeat after which a consumer's shards are given to others. */
  timeout: number;
  order: boolean;
  readonly checkpoints: Record<string, Checkpoint>;
  readonly consumers: Record<string, Consumer>;
}

export interface Checkpoint {
  checkpoint: string;
  /** Microseconds. */
  updateTime: number;
  consumer: string;
}

export interface Consumer {
  /** Milliseconds of its last heartbeat. */
  seen: number;
  shards: number[];
}
