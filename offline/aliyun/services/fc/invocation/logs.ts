import type { ExecutionResult } from "../../../execution/contract.ts";
import type { Compute } from "../compute.ts";
import type { FunctionSettings } from "../schemas/function.ts";
import { isCustom, SERVICE } from "./executable.ts";

/** Bytes of the log that a caller gets back on `x-fc-log-type: Tail`. */
const TAIL = 4096;

/**
 * Topic of what functions print. The vendor's deployer asks for it in this form; some of the vendor's pages write
 * "FCLogs:/<name>", which the log service finds, too.
 */
const logTopic = (functionName: string): string => `FCLogs:${functionName}`;

/** The run and the function that log lines belong to. */
export interface Run {
  readonly region: string;
  readonly functionName: string;
  readonly qualifier: string;
  readonly versionId: string;
  readonly requestId: string;
  readonly settings: FunctionSettings;
}

/**
 * The log of one run: to the function's logstore, with the rights of its role, and the last part of it for the caller.
 * https://www.alibabacloud.com/help/en/functioncompute/user-guide/configure-the-logging-feature
 */
export class RunLog {
  readonly #fc: Compute;
  readonly #run: Run;
  #tail = "";
  #cost = "";
  /** Undefined until an instance has taken the request. */
  #instanceId: string | undefined;

  constructor(fc: Compute, run: Run) {
    this.#fc = fc;
    this.#run = run;
  }

  start(instanceId: string): void {
    this.#instanceId = instanceId;
    // Custom runtimes print such lines themselves, if at all.
    if (!isCustom(this.#run.settings)) this.line(`FC Invoke Start RequestId: ${this.#run.requestId}`);
  }

  line(message: string): void {
    this.#tail = `${this.#tail}${message}\n`.slice(-TAIL);
    this.#append(logTopic(this.#run.functionName), { message, requestId: this.#run.requestId });
  }

  end(result: ExecutionResult, triggered: string): void {
    const started = this.#instanceId !== undefined;
    if (started && !isCustom(this.#run.settings)) this.line(`FC Invoke End RequestId: ${this.#run.requestId}`);
    this.#cost = costOf(result, this.#run.settings.memorySize);
    const { logConfig } = this.#run.settings;
    if (logConfig && "project" in logConfig && logConfig.enableRequestMetrics) {
      this.#append(`FCRequestMetrics:/${this.#run.functionName}`, this.#metrics(result, triggered));
    }
  }

  /** The last part of the log, and what the run cost. */
  get tail(): string {
    return this.#tail + this.#cost;
  }

  #metrics(result: ExecutionResult, triggered: string): Record<string, string> {
    const { outcome } = result;
    return {
      requestId: this.#run.requestId,
      operation: "InvokeFunction",
      invocationType: triggered,
      durationMs: result.durationMs.toFixed(2),
      memoryMB: String(this.#run.settings.memorySize),
      memoryUsageMB: (result.maxMemoryMb ?? 0).toFixed(2),
      isColdStart: String(result.cold),
      hasFunctionError: String(outcome.kind === "error"),
      errorType: outcome.kind === "error" ? outcome.type : "",
      statusCode: "200",
      instanceID: result.instanceId,
    };
  }

  #append(topic: string, fields: Readonly<Record<string, string>>): void {
    const { region, functionName, qualifier, versionId, settings } = this.#run;
    const { logConfig, role } = settings;
    if (!logConfig || !("project" in logConfig)) return;
    const { world } = this.#fc;
    const entry = {
      time: world.clock.now(),
      topic,
      fields: {
        functionName,
        qualifier,
        versionName: versionId,
        versionId,
        ...(this.#instanceId !== undefined && { instanceID: this.#instanceId }),
        ...fields,
      },
    };
    try {
      const store = { region, project: logConfig.project, logstore: logConfig.logstore };
      world.logs.append(store, [entry], { service: SERVICE, ...(role && { role }) });
    } catch {
      // A role that may not write logs loses them, and nothing else: FC says nothing either.
    }
  }
}

/**
 * As FC writes it after the lines of a run for the caller: durations are billed by the millisecond. A run that was over
 * before its memory was looked at does not say how much it used.
 */
function costOf({ durationMs, maxMemoryMb }: ExecutionResult, memorySize: number | undefined): string {
  const used = maxMemoryMb === undefined ? "" : `, Max Memory Used: ${maxMemoryMb.toFixed(2)} MB`;
  const billed = `Billed Duration: ${Math.ceil(durationMs)} ms`;
  return `\nDuration: ${durationMs.toFixed(2)} ms, ${billed}, Memory Size: ${memorySize} MB${used}\n`;
}
