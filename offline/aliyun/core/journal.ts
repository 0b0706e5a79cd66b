/** One answered request, as the request log lists it. Bodies and signatures are never kept: they may hold secrets. */
export interface JournalEntry {
  readonly id: string;
  /** Milliseconds of the emulator's clock. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly caller: string;
  readonly status: number;
  /** The vendor's error code of a refusal. */
  readonly code?: string;
  readonly ms: number;
}

const KEPT = 10_000;

/** The last requests, oldest first. */
export class Journal {
  #entries: JournalEntry[] = [];
  readonly #listeners = new Set<(entry: JournalEntry) => void>();

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT) this.#entries = this.#entries.slice(-KEPT / 2);
    for (const listener of this.#listeners) listener(entry);
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Calls back for every further entry, until the returned function is called. */
  follow(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#entries = [];
  }
}
