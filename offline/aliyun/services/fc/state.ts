import type { TriggerType } from "../../trigger-config/index.ts";
import type { AliasSettings } from "./schemas/alias.ts";
import type { AsyncSettings, ProvisionSettings, ScalingSettings } from "./schemas/configs.ts";
import type { DomainSettings } from "./schemas/domain.ts";
import type { FunctionSettings } from "./schemas/function.ts";

/**
 * Everything that Function Compute holds, in a form that is JSON as it stands. Times are milliseconds of the emulator's
 * clock.
 */
export interface FcState {
  functions: FunctionRecord[];
  layers: LayerRecord[];
  domains: DomainRecord[];
  /** Accepted asynchronous invocations whose turn is still to come. */
  queue: QueuedInvocation[];
  tasks: TaskRecord[];
}

export const emptyState = (): FcState => ({ functions: [], layers: [], domains: [], queue: [], tasks: [] });

/** A package as it was uploaded. */
export interface CodeRecord {
  /** Identifier among the emulator's blobs. */
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
  /** CRC-64 (ECMA), decimal. */
  readonly checksum: string;
}

/** The settings that a version freezes. */
export interface Revision {
  readonly settings: FunctionSettings;
  /** Absent for containers. */
  readonly code?: CodeRecord;
  readonly modified: number;
}

export interface VersionRecord extends Revision {
  readonly versionId: string;
  readonly description?: string;
  readonly created: number;
}

export interface FunctionRecord {
  readonly region: string;
  readonly name: string;
  readonly id: string;
  readonly created: number;
  latest: Revision;
  versions: VersionRecord[];
  /** Identifiers of versions are never given twice. */
  lastVersion: number;
  aliases: AliasRecord[];
  triggers: TriggerRecord[];
  /** By qualifier. */
  asyncConfigs: Record<string, AsyncRecord>;
  provisions: Record<string, ProvisionSettings>;
  scaling: Record<string, ScalingSettings>;
  reservedConcurrency?: number;
  restriction?: { disable: boolean; reason?: string; modified: number };
  vpcs: string[];
  tags: Record<string, string>;
  resourceGroup: string;
}

export interface AliasRecord extends AliasSettings {
  readonly aliasName: string;
  readonly created: number;
  modified: number;
}

export interface AsyncRecord extends AsyncSettings {
  readonly created: number;
  readonly modified: number;
}

export interface TriggerRecord {
  readonly triggerName: string;
  readonly triggerId: string;
  readonly triggerType: TriggerType;
  readonly qualifier: string;
  readonly sourceArn?: string;
  invocationRole?: string;
  description?: string;
  /** As it was sent. */
  triggerConfig: string;
  /** First label of the host name of an `http` trigger. */
  readonly urlPrefix?: string;
  readonly created: number;
  modified: number;
}

export interface LayerRecord {
  readonly region: string;
  readonly layerName: string;
  /** "0": this account's, "1": public. */
  acl: string;
  versions: LayerVersionRecord[];
  lastVersion: number;
}

export interface LayerVersionRecord {
  readonly version: number;
  readonly code: CodeRecord;
  readonly compatibleRuntime: readonly string[];
  readonly description?: string;
  readonly license?: string;
  readonly created: number;
}

export interface DomainRecord extends DomainSettings {
  readonly region: string;
  readonly domainName: string;
  readonly created: number;
  readonly modified: number;
}

export interface QueuedInvocation {
  readonly requestId: string;
  readonly region: string;
  readonly functionName: string;
  /** Version or alias that the caller asked for. */
  readonly qualifier: string;
  /** The event that the function receives. */
  readonly input: { readonly kind: "event" | "http"; readonly blob: string };
  readonly taskId?: string;
  readonly enqueued: number;
  due: number;
  /** Runs that have failed because of the function. */
  failures: number;
  /** Runs that could not be because of FC. */
  refusals: number;
}

export type TaskStatus =
  | "Enqueued"
  | "Running"
  | "Succeeded"
  | "Failed"
  | "Stopped"
  | "Stopping"
  | "Expired"
  | "Invalid"
  | "Retrying";

export interface TaskRecord {
  readonly region: string;
  readonly functionName: string;
  readonly qualifier: string;
  readonly taskId: string;
  readonly requestId: string;
  readonly payload: string;
  readonly enqueued: number;
  status: TaskStatus;
  started?: number;
  ended?: number;
  retries: number;
  instanceId?: string;
  error?: string;
  result?: string;
  destinationStatus?: "Succeeded" | "Failed";
  events: { time: number; status: TaskStatus; detail: string }[];
}
