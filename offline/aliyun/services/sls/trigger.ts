import type { Cancel } from "../../core/clock.ts";
import { ApiError } from "../../core/error.ts";
import type { Actor, EventSource, TriggerBinding } from "../../core/ports.ts";
import type { Logstore, Shard } from "./model.ts";
import { arn } from "./operations/common.ts";
import { cursorAt, writeCursor } from "./shards.ts";
import type { LogState } from "./store.ts";

type LogTrigger = TriggerBinding<"log">;

/** The progress of a job: for each shard, the cursor up to which the function has been called. */
export type Positions = Record<string, Record<string, number>>;

interface Job {
  readonly binding: LogTrigger;
  readonly project: string;
  readonly busy: Set<number>;
  cancel: Cancel;
}

/** Longest wait between the attempts at a range whose retries are used up. */
const LONGEST_WAIT = 600_000;

/**
 * Jobs that hand new logs to functions: every interval, for each shard, one call with the cursors of what has come
 * since. The function pulls the logs itself.
 * @see https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/log-service-trigger-1
 */
export class LogJobs implements EventSource<"log"> {
  readonly #state: LogState;
  readonly #jobs = new Map<string, Job>();
  positions: Positions = {};

  constructor(state: LogState) {
    this.#state = state;
  }

  check(binding: LogTrigger): void {
    const { region, config } = binding;
    this.#state.seen({ region, project: projectOf(binding), logstore: config.sourceConfig.logstore });
    this.#state.seen({ region, ...config.logConfig });
    if (!binding.invocationRole) throw refused("invocationRole is required for log triggers");
  }

  attach(binding: LogTrigger): void {
    this.#stop(binding.id);
    if (!binding.config.enable) return;
    const project = projectOf(binding);
    this.positions[binding.id] ??= this.#start(binding, project);
    const job: Job = { binding, project, busy: new Set(), cancel: () => undefined };
    this.#jobs.set(binding.id, job);
    this.#arm(job);
    this.#state.world.changed();
  }

  detach(binding: LogTrigger): void {
    this.#stop(binding.id);
    delete this.positions[binding.id];
    this.#state.world.changed();
  }

  reset(): void {
    for (const id of [...this.#jobs.keys()]) this.#stop(id);
    this.positions = {};
  }

  /** Shards that have logs for functions with this prefix. */
  pending(prefix: string): number {
    const jobs = [...this.#jobs.values()].filter(({ binding }) => binding.functionName.startsWith(prefix));
    return jobs.reduce((sum, job) => sum + this.#behind(job).length, 0);
  }

  /** The shards with logs that the function was not called for. */
  #behind(job: Job): Shard[] {
    const positions = this.positions[job.binding.id] ?? {};
    const isBehind = ({ id, groups }: Shard) => groups.some(({ cursor }) => cursor >= (positions[id] ?? 0));
    return (this.#source(job)?.shards ?? []).filter((shard) => job.busy.has(shard.id) || isBehind(shard));
  }

  #stop(id: string): void {
    this.#jobs.get(id)?.cancel();
    this.#jobs.delete(id);
  }

  #start(binding: LogTrigger, project: string): Record<string, number> {
    const { logstore, startTime } = binding.config.sourceConfig;
    const store = this.#state.logstore(binding.region, project, logstore);
    return Object.fromEntries(
      store.shards.map((shard) => [String(shard.id), startTime ? cursorAt(shard, startTime) : shard.next]),
    );
  }

  #arm(job: Job): void {
    job.cancel = this.#state.world.clock.after(job.binding.config.jobConfig.triggerInterval * 1000, () => {
      this.#arm(job);
      const store = this.#source(job);
      for (const shard of store?.shards ?? []) if (!job.busy.has(shard.id)) void this.#deliver(job, shard);
    });
  }

  /** The logstore, unless it has been deleted under the trigger. */
  #source({ binding, project }: Job): Logstore | undefined {
    try {
      return this.#state.logstore(binding.region, project, binding.config.sourceConfig.logstore);
    } catch {
      return undefined;
    }
  }

  /** Calls the function for what is new in a shard, until it succeeds. */
  async #deliver(job: Job, shard: Shard): Promise<void> {
    const positions = this.positions[job.binding.id] ?? {};
    const begin = positions[shard.id] ?? 0;
    const end = shard.next;
    if (!shard.groups.some(({ cursor }) => cursor >= begin)) return;
    job.busy.add(shard.id);
    const task = { id: taskId(job, shard, begin), begin, end, shard: shard.id };
    for (let attempt = 0; this.#jobs.get(job.binding.id) === job; attempt++) {
      const failure = await this.#call(job, task);
      this.#report(job, task, attempt, failure);
      if (failure === undefined) {
        positions[shard.id] = end;
        this.#state.world.changed();
        break;
      }
      await this.#state.world.clock.sleep(wait(attempt, job.binding.config.jobConfig.maxRetryTime));
    }
    job.busy.delete(shard.id);
  }

  /** One call; what went wrong, if something did. */
  async #call({ binding, project }: Job, task: Task): Promise<string | undefined> {
    const payload = {
      parameter: binding.config.functionParameter,
      source: {
        endpoint: `http://${binding.region}-intranet.log.aliyuncs.com`,
        projectName: project,
        logstoreName: binding.config.sourceConfig.logstore,
        shardId: task.shard,
        beginCursor: writeCursor(task.begin),
        endCursor: writeCursor(task.end),
      },
      jobName: binding.id,
      taskId: task.id,
      cursorTime: Math.floor(this.#state.world.clock.now() / 1000),
    };
    const actor = actorOf(binding);
    try {
      const source = arn(
        { account: this.#state.world.account, region: binding.region },
        project,
        `logstore/${binding.config.sourceConfig.logstore}`,
      );
      this.#state.world.identities.authorize(actor, "log:GetCursorOrData", source);
      const { errorType, body } = await this.#state.world.functions.invoke({
        region: binding.region,
        functionName: binding.functionName,
        qualifier: binding.qualifier,
        payload: Buffer.from(JSON.stringify(payload)),
        type: "Sync",
        actor,
      });
      return errorType && `${errorType}: ${body.toString().slice(0, 1000)}`;
    } catch (error) {
      return error instanceof ApiError ? `${error.code}: ${error.message}` : String(error);
    }
  }

  /** Writes the outcome to the job's own logstore, where it has one. */
  #report({ binding, project }: Job, task: Task, attempt: number, failure: string | undefined): void {
    const { logConfig, sourceConfig } = binding.config;
    this.#state.world.logs.append(
      { region: binding.region, ...logConfig },
      [
        {
          time: this.#state.world.clock.now(),
          fields: {
            jobName: binding.id,
            taskId: task.id,
            projectName: project,
            logstoreName: sourceConfig.logstore,
            shardId: String(task.shard),
            beginCursor: writeCursor(task.begin),
            endCursor: writeCursor(task.end),
            functionName: binding.functionName,
            triggerName: binding.triggerName,
            retryTime: String(attempt),
            status: failure === undefined ? "Success" : "Fail",
            errorMessage: failure ?? "",
          },
        },
      ],
      actorOf(binding),
    );
  }
}

/** The service has taken on the trigger's role: with it the job reads, calls and writes its own log. */
const actorOf = ({ invocationRole }: LogTrigger): Actor => ({ service: "log.aliyuncs.com", role: invocationRole });

interface Task {
  readonly id: string;
  readonly shard: number;
  readonly begin: number;
  readonly end: number;
}

/** The retries follow at once, a second apart; after them the waits double. */
const wait = (attempt: number, retries: number): number =>
  attempt < retries ? 1000 : Math.min(1000 * 2 ** Math.min(attempt - retries + 1, 20), LONGEST_WAIT);

const taskId = ({ binding }: Job, { id }: Shard, begin: number): string => `${binding.id}-${id}-${begin}`;

function projectOf({ sourceArn = "" }: LogTrigger): string {
  const project = /^acs:log:[^:]*:[^:]*:project\/([^/]+)$/.exec(sourceArn)?.[1];
  if (!project) throw refused(`sourceArn ${sourceArn} is not ${arn(EXAMPLE, "<project>")}`);
  return project;
}

const EXAMPLE = { region: "<region>", account: "<account>" };

const refused = (message: string): ApiError => new ApiError(400, "InvalidArgument", message);
