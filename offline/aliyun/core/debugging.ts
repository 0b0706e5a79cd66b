/** The Node.js functions that wait for a debugger, and their ports on 127.0.0.1. */
export class Debugging {
  readonly #ports = new Map<string, number>();
  readonly #listeners = new Set<(functionName: string) => void>();

  /** @param port Undefined: the function waits no longer. */
  set(functionName: string, port: number | undefined): void {
    if (port === undefined) this.#ports.delete(functionName);
    else this.#ports.set(functionName, port);
    for (const listener of this.#listeners) listener(functionName);
  }

  portOf(functionName: string): number | undefined {
    return this.#ports.get(functionName);
  }

  /** Calls the listener with each function whose port changes. */
  follow(listener: (functionName: string) => void): void {
    this.#listeners.add(listener);
  }
}
