import type { Cloud, HttpRequest, HttpResponse, Place } from "../../../offline/drivers/cloud.ts";
import type { Given } from "../given.ts";

/** The conformance suite's interface to a cloud, beyond the demonstration's. */
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
  /** The settings of a function, from the cloud. */
  settings(fn: Place): Promise<FunctionSettings>;
  /** The name of the version that the cloud published last. */
  newestVersion(fn: Place): Promise<string>;
  /** Names of things that no case touches: the form is right, and the server asks for no more. */
  readonly names: Omit<Given, "account" | "issuer" | "layer" | "key">;
  /** Publishes a layer for Node.js; returns its identifier. */
  publishLayer(name: string, zip: Uint8Array): Promise<string>;
  /** Makes a symmetric key that can encrypt what every service keeps; returns its identifier. */
  createKey(): Promise<string>;
  /** Id of the key that encrypts what a resource keeps, without an ARN around it. Undefined: none of the account's own. */
  encryptionKey(resource: Place): Promise<string | undefined>;
  /** Puts an object that is encrypted with this key, whatever its bucket does by default. */
  putSealed(bucket: Place, key: string, body: string, encryptionKey: string): Promise<void>;
  /** Every how many seconds the cloud makes new material for a key. Undefined: never. */
  keyRotation(key: Place): Promise<number | undefined>;
  /** The same as `request`, signed by the account's owner. */
  signedRequest(url: string, request?: HttpRequest): Promise<HttpResponse>;
  /** The schedules that call a function, as the cloud holds them. */
  schedules(fn: Place): Promise<readonly Schedule[]>;
  /** The settings of each source that the cloud reads for a function, on clouds that store them. */
  sources(fn: Place): Promise<readonly SourceSettings[]>;
  /** Moves the cloud's clock ahead by so many milliseconds, where its server can. */
  pass?(milliseconds: number): Promise<void>;
  /** The delivery of a bus's events to a function. */
  busDelivery(fn: Place, bus: Place): Promise<BusDelivery>;
  /** Full identifier of the queue for messages that the cloud itself could not deliver to a subscriber. */
  subscriptionDeadLetter(fn: Place, topic: Place): Promise<string | undefined>;
  bucketSettings(bucket: Place): Promise<BucketSettings>;
  /** True if the cloud itself splits the stream as needed. */
  isOnDemand(stream: Place): Promise<boolean>;
  /** Column by which the cloud itself deletes rows. */
  expiryColumn(table: Place): Promise<string | undefined>;
  /** True if an account may call the function through what `invokers` made of it. */
  mayInvoke(fn: Place, account: string): Promise<boolean>;
}

export interface Invoked {
  /** The function's answer as JSON, where it is JSON. */
  readonly answer: unknown;
  /** The failure: the error's name or the cloud's code. */
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
  readonly image?: string;
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

export interface Schedule {
  /** In the cloud's own words, without the time zone. */
  readonly expression: string;
  /** Undefined: UTC. */
  readonly timezone?: string;
  readonly enabled: boolean;
}

/** A field is undefined where nothing is set. */
export interface SourceSettings {
  readonly source: string;
  readonly batchSize?: number;
  readonly windowSeconds?: number;
  readonly parallelism?: number;
  readonly maxConcurrency?: number;
  readonly bisect?: boolean;
  readonly maxAgeSeconds?: number;
  readonly retries?: number;
  readonly onFailure?: string;
  readonly partialFailures: boolean;
  readonly enabled: boolean;
}

export interface BucketSettings {
  readonly versioning: boolean;
  readonly corsOrigins: readonly string[];
  readonly expire: readonly { readonly prefix: string; readonly days: number }[];
}

export interface BusDelivery {
  readonly retries?: number;
  readonly maxAgeSeconds?: number;
  /** Full identifier of the queue. */
  readonly deadLetter?: string;
}

/** Answers of a cloud's own API about the deployment, as opposed to the view of a function or a message. */
export type Answers = Pick<
  ConformanceCloud,
  | "settings"
  | "schedules"
  | "sources"
  | "busDelivery"
  | "subscriptionDeadLetter"
  | "bucketSettings"
  | "isOnDemand"
  | "expiryColumn"
>;

/** Operations on keys through a cloud's own API. */
export type Keys = Pick<ConformanceCloud, "createKey" | "encryptionKey" | "keyRotation" | "putSealed">;
