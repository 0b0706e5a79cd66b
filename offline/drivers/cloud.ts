/**
 * What the demonstration needs of a cloud: to act as its users and services do, and to look at what came of it.
 * The firing of each trigger is written once, against this interface; a cloud implements it with its own SDK.
 */

/** An object, a message, a row or an answer is what the cloud returned, never what the demonstration remembers. */
export interface Cloud {
  /** Name of the cloud, as users know it. */
  readonly title: string;
  putObject(bucket: Place, key: string, body: Uint8Array, contentType: string): Promise<void>;
  getObject(bucket: Place, key: string): Promise<Uint8Array | undefined>;
  sendMessage(queue: Place, body: string): Promise<void>;
  /** Takes up to ten messages out of the queue; what it returns is gone from it. */
  takeMessages(queue: Place): Promise<string[]>;
  publish(topic: Place, body: string, attributes: Record<string, string>): Promise<void>;
  putRecord(stream: Place, key: string, body: string): Promise<void>;
  putEvent(bus: Place, event: BusEvent): Promise<void>;
  putRow(table: Place, row: object): Promise<void>;
  deleteRow(table: Place, key: Row): Promise<void>;
  getRow(table: Place, key: Row): Promise<Row | undefined>;
  /** Rows whose partition key has this value, of the table or of one of its indexes. */
  queryRows(table: Place, column: string, value: string): Promise<Row[]>;
  readSecret(secret: Place): Promise<string>;
  /** Sends a request to a public address of the deployment, wherever the offline cloud really listens. */
  request(url: string, request?: HttpRequest): Promise<HttpResponse>;
  /**
   * Does now what the cloud's scheduler will do later: reads from the cloud the schedule that calls this function, and
   * calls the target stored in it with the input stored in it, as of `time`.
   */
  fireSchedule(fn: Place, time: Date): Promise<{ readonly rule: string; readonly input: string }>;
  /** Lines in the function's log since a time. */
  logLines(fn: Place, since: Date): Promise<string[]>;
}

/** Where something that was deployed is. */
export interface Place {
  /** The cloud's own name. */
  readonly name: string;
  /** The cloud's full identifier. */
  readonly id: string;
  /** Where it is called or reached, if anywhere. */
  readonly url?: string;
}

export type Row = Readonly<Record<string, unknown>>;

export interface BusEvent {
  readonly source: string;
  readonly type: string;
  readonly data: unknown;
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
