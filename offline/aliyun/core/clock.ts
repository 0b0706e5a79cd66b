/** Ends a timer before it is due. */
export type Cancel = () => void;

/**
 * The emulator's only source of time. Runs with the machine's clock, and can be moved ahead: whatever becomes due on
 * the way happens, in order, each at its own time.
 */
export class Clock {
  #offset = 0;
  #serial = 0;
  readonly #timers = new Map<number, Timer>();

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Milliseconds by which it is ahead of the machine's clock. */
  get ahead(): number {
    return this.#offset;
  }

  /** Goes on from where another clock was. No timer fires for it. */
  restore(ahead: number): void {
    this.#offset = Math.max(0, ahead);
  }

  /** Calls back once, after this many milliseconds of this clock. Keeps no process alive. */
  after(milliseconds: number, call: () => void): Cancel {
    const id = this.#serial++;
    const timer: Timer = { id, due: this.now() + Math.max(0, milliseconds), call };
    this.#timers.set(id, timer);
    this.#arm(timer);
    return () => this.#disarm(timer);
  }

  /** Waits this many milliseconds of this clock. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Moves the clock ahead. Timers set by what happens on the way, and due before its end, happen too. */
  async advance(milliseconds: number): Promise<void> {
    const ahead = this.#offset + milliseconds;
    const end = this.now() + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#moveTo(next.due);
      this.#fire(next);
      // Work that a timer starts sets its own timers in promise jobs, which must be in place before the next timer is
      // chosen.
      await new Promise((resolve) => setImmediate(resolve));
    }
    // By all that was asked for, however long that took.
    this.#offset = Math.max(this.#offset, ahead);
    for (const timer of this.#timers.values()) this.#arm(timer);
  }

  /** Forgets every timer. */
  clear(): void {
    for (const timer of [...this.#timers.values()]) this.#disarm(timer);
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers.values()].filter((t) => t.due <= end).sort((a, b) => a.due - b.due || a.id - b.id)[0];
  }

  #moveTo(time: number): void {
    this.#offset = Math.max(this.#offset, time - Date.now());
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    // Node.js fires longer timeouts at once; such a timer looks again when it gets there.
    const wait = Math.min(timer.due - this.now(), 2 ** 31 - 1);
    timer.handle = setTimeout(() => (timer.due > this.now() ? this.#arm(timer) : this.#fire(timer)), Math.max(0, wait));
    timer.handle.unref();
  }

  #fire(timer: Timer): void {
    this.#disarm(timer);
    timer.call();
  }

  #disarm(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer.id);
  }
}

interface Timer {
  readonly id: number;
  readonly due: number;
  readonly call: () => void;
  handle?: NodeJS.Timeout;
}
