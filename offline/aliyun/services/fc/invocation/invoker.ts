import { type Compute, chooseVersion, findFunction, findVersion } from "../compute.ts";
import { disabled, throttled } from "../errors.ts";
import type { FunctionRecord } from "../state.ts";
import { toExecutable } from "./executable.ts";
import { RunLog } from "./logs.ts";
import type { Invocation, Invoked, InvokerPort } from "./ports.ts";

/** Instances of one account in one region: https://www.alibabacloud.com/help/en/functioncompute/limits */
const ACCOUNT_INSTANCES = 300;

/** Runs functions, as long as FC's limits let it. */
export class Invoker implements InvokerPort {
  readonly #fc: Compute;
  /** Requests that run now, by function. */
  readonly #running = new Map<FunctionRecord, number>();

  constructor(fc: Compute) {
    this.#fc = fc;
  }

  /**
   * Runs a function once. What goes wrong in the function is in the result.
   * @throws ApiError for a call that FC refuses: no such function, disabled, no instance to be had.
   */
  async run(invocation: Invocation): Promise<Invoked> {
    const { region, functionName, qualifier, requestId } = invocation;
    const fn = findFunction(this.#fc, region, functionName);
    const versionId = chooseVersion(this.#fc, fn, qualifier);
    const { settings, code } = findVersion(fn, versionId);
    this.#admit(fn, settings.instanceConcurrency);
    const executable = toExecutable(this.#fc, fn, qualifier, versionId);
    const log = new RunLog(this.#fc, { region, functionName, qualifier, versionId, requestId, settings });
    this.#count(fn, 1);
    try {
      const result = await this.#fc.executor.run(executable, {
        requestId,
        input: invocation.input,
        onInstance: (instanceId) => log.start(instanceId),
        onLog: (line) => log.line(line),
      });
      log.end(result, invocation.type);
      return { versionId, checksum: code?.checksum ?? "", result, logTail: log.tail };
    } finally {
      this.#count(fn, -1);
    }
  }

  running(prefix: string): number {
    return [...this.#running].reduce((sum, [{ name }, count]) => sum + (name.startsWith(prefix) ? count : 0), 0);
  }

  /** Forgets what runs: a reset has ended it. */
  clear(): void {
    this.#running.clear();
  }

  #admit(fn: FunctionRecord, perInstance: number): void {
    if (fn.restriction?.disable) throw disabled(fn.name, fn.restriction.reason);
    const running = this.#running.get(fn) ?? 0;
    if (fn.reservedConcurrency !== undefined && running >= fn.reservedConcurrency * perInstance) {
      throw throttled(`function '${fn.name}' may have ${fn.reservedConcurrency} instances, and all are busy`);
    }
    const inRegion = [...this.#running].reduce(
      (sum, [other, count]) => sum + (other.region === fn.region ? count : 0),
      0,
    );
    if (inRegion >= ACCOUNT_INSTANCES * perInstance) {
      throw throttled(`the account may have ${ACCOUNT_INSTANCES} instances in ${fn.region}, and all are busy`);
    }
  }

  #count(fn: FunctionRecord, by: number): void {
    const count = (this.#running.get(fn) ?? 0) + by;
    if (count > 0) this.#running.set(fn, count);
    else this.#running.delete(fn);
  }
}
