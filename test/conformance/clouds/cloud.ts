import type { Cloud, Place } from "../../../offline/demo/cloud.ts";

/** What the conformance suite asks of a cloud beyond what the demonstration does. */
export interface ConformanceCloud extends Cloud {
  /** Calls a function and waits for it. `qualifier`: version or alias. */
  invoke(fn: Place, payload: unknown, qualifier?: string): Promise<Invoked>;
  /** Hands a call to the cloud, which makes it later. */
  invokeAsync(fn: Place, payload: unknown): Promise<void>;
  /** Sends a message with what a FIFO queue or a filter needs. */
  sendMessageWith(queue: Place, body: string, options: MessageOptions): Promise<void>;
  deleteObject(bucket: Place, key: string): Promise<void>;
  /** Versions of an object, newest first. */
  objectVersions(bucket: Place, key: string): Promise<number>;
  /** What the cloud says of a function's settings. */
  settings(fn: Place): Promise<FunctionSettings>;
  /** The name of the version that the cloud published last. */
  newestVersion(fn: Place): Promise<string>;
}

export interface Invoked {
  /** The function's answer as JSON, where it is JSON. */
  readonly answer: unknown;
  /** What the cloud says went wrong: the error's name or the cloud's code. */
  readonly error?: string;
  /** A refusal by the cloud itself: "throttled", "too large", ... in its own words. */
  readonly refused?: string;
}

export interface MessageOptions {
  readonly group?: string;
  readonly deduplicationId?: string;
  readonly delaySeconds?: number;
}

/** As far as the cloud knows them; undefined where it has no such setting. */
export interface FunctionSettings {
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly diskMb?: number;
  readonly architecture?: string;
  readonly layers: readonly string[];
  readonly subnets: readonly string[];
  readonly fileSystems: readonly string[];
  readonly tracing?: boolean;
  readonly logRetentionDays?: number;
  readonly reserved?: number;
  readonly provisioned?: number;
  readonly asyncRetries?: number;
  readonly asyncMaxAgeSeconds?: number;
}
