import { ApiError } from "../../core/error.ts";
import type { EventSource, TriggerBinding } from "../../core/ports.ts";
import { encodeChanges } from "./change-event.ts";
import type { TableState } from "./state.ts";
import { changesFrom } from "./stream.ts";
import type { Table } from "./table.ts";

type TableTrigger = TriggerBinding<"tablestore">;

/** Number of the next change that each trigger hands to its function. */
export type Positions = Record<string, number>;

interface Feed {
  readonly binding: TableTrigger;
  readonly instance: string;
  readonly table: string;
  busy: boolean;
}

/** Changes in one call. */
const BATCH = 100;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/**
 * Hands the changes of tables to functions, in order, a batch at a time; one that fails is tried again, with growing
 * waits, until it succeeds or the stream no longer has it.
 */
export class TableFeeds implements EventSource<"tablestore"> {
  readonly #state: TableState;
  readonly #feeds = new Map<string, Feed>();
  positions: Positions = {};

  constructor(state: TableState) {
    this.#state = state;
    state.onChange((changed) => {
      for (const feed of this.#feeds.values()) if (this.#table(feed) === changed) this.#wake(feed);
    });
  }

  check(binding: TableTrigger): void {
    const table = this.#source(binding);
    if (!table) throw refused(`sourceArn ${binding.sourceArn ?? ""} names no table`);
    if (!table.facts.stream) throw refused(`the stream of table ${table.facts.name} is not enabled`);
    if (!binding.invocationRole) throw refused("invocationRole is required for tablestore triggers");
  }

  attach(binding: TableTrigger): void {
    const { instance, table } = readSource(binding);
    this.positions[binding.id] ??= this.#source(binding)?.next ?? 0;
    const feed: Feed = { binding, instance, table, busy: false };
    this.#feeds.set(binding.id, feed);
    this.#state.world.changed();
    this.#wake(feed);
  }

  detach(binding: TableTrigger): void {
    this.#feeds.delete(binding.id);
    delete this.positions[binding.id];
    this.#state.world.changed();
  }

  reset(): void {
    this.#feeds.clear();
    this.positions = {};
  }

  /** Triggers of functions with this prefix that have changes to hand on. */
  pending(prefix: string): number {
    return [...this.#feeds.values()].filter(({ busy, binding }) => busy && binding.functionName.startsWith(prefix))
      .length;
  }

  #source(binding: TableTrigger): Table | undefined {
    const { instance, table } = readSource(binding);
    return this.#state.spaces.get(`${binding.region}/${instance}`)?.tables.get(table);
  }

  #table({ binding }: Feed): Table | undefined {
    return this.#source(binding);
  }

  /** Starts handing on, a moment later: the writer gets its answer first. */
  #wake(feed: Feed): void {
    if (feed.busy) return;
    feed.busy = true;
    this.#state.world.clock.after(0, () => void this.#run(feed));
  }

  async #run(feed: Feed): Promise<void> {
    const { binding } = feed;
    let wait = FIRST_WAIT;
    while (this.#feeds.get(binding.id) === feed) {
      const table = this.#table(feed);
      const batch = table ? changesFrom(table, this.positions[binding.id] ?? 0, BATCH) : [];
      const last = batch.at(-1);
      if (!last) break;
      if (await this.#call(binding, encodeChanges(batch))) {
        this.positions[binding.id] = last.number + 1;
        this.#state.world.changed();
        wait = FIRST_WAIT;
      } else {
        await this.#state.world.clock.sleep(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
    feed.busy = false;
  }

  async #call(binding: TableTrigger, payload: Buffer): Promise<boolean> {
    const actor = { service: "ots.aliyuncs.com", role: binding.invocationRole };
    try {
      this.#state.world.identities.authorize(actor, "ots:GetStreamRecord", binding.sourceArn ?? "");
      const { errorType } = await this.#state.world.functions.invoke({
        region: binding.region,
        functionName: binding.functionName,
        qualifier: binding.qualifier,
        payload,
        type: "Sync",
        actor,
      });
      return errorType === undefined;
    } catch {
      return false;
    }
  }
}

function readSource({ sourceArn }: TableTrigger): { instance: string; table: string } {
  const [, instance, table] = /^acs:ots:[^:]*:[^:]*:instance\/([^/]+)\/table\/([^/]+)$/.exec(sourceArn ?? "") ?? [];
  if (instance === undefined || table === undefined) {
    throw refused(`sourceArn ${sourceArn ?? ""} is not acs:ots:<region>:<account>:instance/<instance>/table/<table>`);
  }
  return { instance, table };
}

const refused = (message: string): ApiError => new ApiError(400, "InvalidArgument", message);
