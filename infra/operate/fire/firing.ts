import type { DeployedPart, HttpResponse, Operator } from "../../../adapters/operate.ts";
import { UserError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import type { DeployedApp } from "../deployed-app.ts";
import type { GeneratedEvents } from "../events/json.ts";

/** The input of a trigger's source, in the words of all clouds. What a kind does not take is refused. */
export interface FireInput {
  /** Of an object, or the partition key of a record. */
  readonly key?: string;
  /** Content: of an object, a message, a record, a request; JSON of a row or of an event's data; a log line. */
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  /** Of a request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a message. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of a request. */
  readonly method?: string;
  /** Of a request: path and query. */
  readonly path?: string;
  /** Of a bus's event. */
  readonly source?: string;
  /** Of a bus's event. */
  readonly type?: string;
  /** Group of a message in a FIFO queue. */
  readonly group?: string;
  /** Deletes the object or row instead of putting it. */
  readonly remove?: boolean;
  /** When a schedule is due. */
  readonly time?: Date;
}

/** The input that a trigger's source received. */
export interface Fired {
  /** In a few words. */
  readonly sent: string;
  /** Of a request. */
  readonly response?: HttpResponse;
}

/** The deployed parts that a trigger connects. */
export interface Stage<K extends TriggerKind> {
  readonly app: DeployedApp;
  readonly operator: Operator;
  readonly trigger: ResolvedTrigger<K>;
  readonly fn: DeployedPart;
}

/** The way to fire triggers of a kind. */
export interface Firing<K extends TriggerKind> {
  /** Fields of the input that it takes. */
  readonly takes: readonly (keyof FireInput)[];
  /**
   * Gives the trigger's source what a user or service would give it.
   * @throws UserError for input that the trigger's filter would drop.
   */
  fire(stage: Stage<K>, input: FireInput): Promise<Fired>;
  /** The inputs that cause an event once more. */
  inputsOf(event: GeneratedEvents[K]): readonly FireInput[] | Promise<readonly FireInput[]>;
}

/** Input that the trigger would not get. */
export const unmatched = (what: string, remedy: string): UserError =>
  new UserError(`${what}, so the trigger would not fire.`, remedy);

export const textOf = (body: string | Uint8Array): string =>
  typeof body === "string" ? body : Buffer.from(body).toString("utf8");

/** "12 bytes". */
export function sizeOf(body: string | Uint8Array): string {
  const { length } = Buffer.from(body);
  return `${length} byte${length === 1 ? "" : "s"}`;
}

/** Letters and digits that no earlier name has. */
export const fresh = (): string => crypto.randomUUID().slice(0, 8);
