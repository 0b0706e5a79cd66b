import type { Deployment } from "./deployment.ts";

/** An adapter's operations on a deployed app. Absent: the target only deploys. */
export interface Operate {
  /** npm packages that `open` loads, such as the vendor's clients. */
  readonly packages: readonly string[];
  /** Most bytes of a package that `replaceCode` takes. Default: no limit. */
  readonly codeLimit?: number;
  /**
   * Opens the cloud; no request is sent. The adapter's module imports the code behind it only here.
   * @throws UserError for settings or credentials that cannot be used.
   */
  open(access: Access): Promise<Operator>;
}

/** The cloud and the credentials. */
export interface Access {
  /** Absent where the cloud has no regions. */
  readonly region?: string;
  /** The deployment's settings, from the stack's configuration. */
  readonly settings: Deployment["settings"];
  /** Address of a server on this machine that stands for the cloud. Default: the cloud itself. */
  readonly endpoint?: string;
  /** Default: those that the vendor's own tools find; on this machine those of the server's own account. */
  readonly credentials?: Credentials;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/**
 * Operations of users and services on a deployed app: one interface over each vendor's own clients, for real accounts
 * and for servers on this machine alike. Results are the cloud's answers, never remembered values. Every method throws
 * UserError if the cloud refuses access or does not know a named resource; its message has the cloud's own code.
 */
export interface Operator extends FunctionOperator, StorageOperator, MessageOperator, TableOperator {
  /** Sends a request to a public URL of the deployment, wherever a server on this machine really listens. */
  request(url: string, request?: HttpRequest): Promise<HttpResponse>;
  /** The current value. */
  readSecret(secret: DeployedPart): Promise<string>;
}

/** A function or resource of a deployment, as the stack's outputs name it. */
export interface DeployedPart {
  /** The cloud's own name. */
  readonly name: string;
  /** The cloud's full identifier. */
  readonly id: string;
  /** The address at which it is called or reached, if any. */
  readonly url?: string;
}

interface FunctionOperator {
  invoke(fn: DeployedPart, invocation: Invocation): Promise<InvocationResult>;
  /**
   * Does now what the cloud's scheduler will do later: reads the schedule from the cloud, and calls its target with its
   * input as of `time`.
   * @param trigger Name of the trigger in the spec.
   * @throws FailedError where the function fails.
   */
  fireSchedule(fn: DeployedPart, trigger: string, time: Date): Promise<FiredSchedule>;
  /** The function's log entries, oldest first. Pass the answer's `cursor` to continue. */
  logs(fn: DeployedPart, query: LogQuery): Promise<LogPage>;
  /**
   * Writes a line into the function's log, as the function would: triggers that follow the log get it. Absent: the cloud
   * takes lines from the function alone.
   */
  writeLog?(fn: DeployedPart, line: string): Promise<void>;
  /**
   * Replaces the function's code and nothing else. Resolves when calls reach the new code.
   * @param zip The package, as `polyfn build` writes it.
   */
  replaceCode(fn: DeployedPart, zip: Uint8Array): Promise<void>;
}

export interface Invocation {
  /** JSON. Default: `{}`. */
  readonly payload?: string;
  /** "sync" waits for the answer, "async" hands the call to the cloud, "dry-run" checks what it can without a call. */
  readonly mode: "sync" | "async" | "dry-run";
  /** Version or alias. Default: the newest code. */
  readonly qualifier?: string;
}

export interface InvocationResult {
  /** The answer's text. Absent for modes without an answer. */
  readonly payload?: string;
  /** Name of the error that the function failed with. Absent: it did not fail. */
  readonly error?: string;
  /** The cloud's identifier of the call. */
  readonly requestId?: string;
  /** Sentence about what a dry run could not check. Absent: the call is allowed. */
  readonly unchecked?: string;
  /** Last lines that the call wrote, as far as the cloud returns them with the answer. */
  readonly logs: readonly WrittenLine[];
  readonly durationMs?: number;
  readonly billedMs?: number;
  /** Largest amount of memory in use, in MB. */
  readonly memoryMb?: number;
}

export interface FiredSchedule {
  /** The cloud's own name of the rule or timer. */
  readonly rule: string;
  /** The input of the call. */
  readonly input: string;
}

export interface LogQuery {
  readonly since: Date;
  /** Default: no end. */
  readonly until?: Date;
  /** Of an earlier page: lines that came after it. */
  readonly cursor?: string;
  /** Words that a line must contain. Default: any line. */
  readonly filter?: string;
  readonly requestId?: string;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** For the next query. Its lines may include later ones of the same millisecond, never the same line again. */
  readonly cursor: string;
  /** The page is full: more lines are there already. */
  readonly more?: boolean;
}

/**
 * A line that the function or its runtime wrote. The cloud's own lines about the start, end and cost of each call are
 * left out; errors that only the cloud reports, such as a timeout, are not.
 */
export interface WrittenLine {
  /** Without the line's end, and without the time, request identifier and level that the runtime writes before it. */
  readonly text: string;
  /** The level that the runtime wrote before the text, if any. */
  readonly level?: LogLevel;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

export interface LogLine extends WrittenLine {
  readonly time: Date;
  /** The call that wrote it, where the cloud says so. */
  readonly requestId?: string;
}

interface StorageOperator {
  putObject(bucket: DeployedPart, key: string, body: Uint8Array, contentType?: string): Promise<void>;
  /** Undefined where there is none. */
  getObject(bucket: DeployedPart, key: string): Promise<Uint8Array | undefined>;
  deleteObject(bucket: DeployedPart, key: string): Promise<void>;
  /** Keys in their order. */
  listObjects(bucket: DeployedPart, prefix?: string): Promise<readonly string[]>;
}

interface MessageOperator {
  sendMessage(queue: DeployedPart, body: string, options?: MessageOptions): Promise<void>;
  /** Takes up to ten messages out of the queue. */
  takeMessages(queue: DeployedPart): Promise<readonly string[]>;
  publish(topic: DeployedPart, body: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  putRecord(stream: DeployedPart, key: string, body: string): Promise<void>;
  putEvent(bus: DeployedPart, event: BusEvent): Promise<void>;
}

export interface MessageOptions {
  /** Of a FIFO queue. */
  readonly group?: string;
  /** Of a FIFO queue. */
  readonly deduplicationId?: string;
  readonly delaySeconds?: number;
}

export interface BusEvent {
  readonly source: string;
  readonly type: string;
  readonly data: unknown;
}

export type Row = Readonly<Record<string, unknown>>;

interface TableOperator {
  /** @param row An object by column names; columns that are undefined are left out. */
  putRow(table: DeployedPart, row: object): Promise<void>;
  deleteRow(table: DeployedPart, key: Row): Promise<void>;
  getRow(table: DeployedPart, key: Row): Promise<Row | undefined>;
  /** Rows whose partition key has this value, of the table or of one of its indexes. */
  queryRows(table: DeployedPart, column: string, value: string): Promise<readonly Row[]>;
}

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}
