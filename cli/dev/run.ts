import { once } from "node:events";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { definitionFiles } from "../../infra/dev/definition-files.ts";
import { isRunning, RecordFile } from "../../infra/dev/record.ts";
import type { DevReport } from "../../infra/dev/report.ts";
import { DevSession } from "../../infra/dev/session.ts";
import { checkTypes, type TypeChecker } from "../../infra/dev/type-check.ts";
import { Watcher } from "../../infra/dev/watch.ts";
import { UserError } from "../../model/errors.ts";
import type { EngineStack } from "../engine-stack.ts";
import type { Io } from "../io.ts";
import { openSession, type Session } from "../session.ts";
import { deployForDev } from "./deploy.ts";
import { checkInspect, Inspection, type InspectOptions } from "./inspect.ts";
import { followLogs } from "./logs.ts";
import type { OpenedPlace } from "./places.ts";
import { putBack } from "./put-back.ts";

export interface DevRequest {
  readonly name: string;
  /** Directory of the program's notes. */
  readonly notes: string;
  readonly stack: EngineStack;
  readonly session: Session;
  readonly io: Io;
  readonly inspect: InspectOptions;
  report(report: DevReport): void;
}

/** Runs until the command is interrupted, or something fails that the user cannot correct. */
export async function runDev(request: DevRequest): Promise<void> {
  const dev = new Dev(request);
  try {
    await dev.run();
  } finally {
    await dev.close();
  }
}

/** Everything that `polyfn dev` starts. */
class Dev {
  readonly #directory: string;
  readonly #record: RecordFile;
  readonly #session: DevSession;
  readonly #inspection: Inspection;
  #places: readonly OpenedPlace[] = [];
  readonly #started = new Date();
  #failed: (error: unknown) => void = () => undefined;
  #definitions: ReadonlySet<string> = new Set();
  #lastDeploymentFailed = false;
  #logs = new AbortController();
  #watcher: Watcher | undefined;
  #checker: TypeChecker | undefined;

  constructor(private readonly request: DevRequest) {
    this.#directory = request.session.loaded.directory;
    this.#record = new RecordFile(request.stack.file.project, request.name);
    this.#inspection = new Inspection(request);
    this.#session = new DevSession({
      deploy: () => this.#deploy(),
      report: (report) => this.#report(report),
      fail: (error) => this.#failed(error),
      record: this.#record,
      interrupted: request.io.signal,
      now: () => performance.now(),
    });
  }

  async run(): Promise<void> {
    const { name, stack, io, report } = this.request;
    checkInspect(this.request.inspect, this.request.session, stack);
    const record = await this.#record.read();
    if (record !== undefined && isRunning(record)) throw alreadyRunning(name, record.process);
    await putBack(stack, this.#record, io.progress);
    const failed = new Promise<never>((_, reject) => {
      this.#failed = reject;
    });
    this.#watcher = await Watcher.open(this.#directory, (paths) => this.#changed(paths));
    this.#checker = checkTypes(this.#directory, ({ errors }) => report({ event: "types", errors }));
    await this.#session.start();
    const interrupted = io.signal.aborted ? Promise.resolve() : once(io.signal, "abort");
    await Promise.race([interrupted, failed]);
    this.#logs.abort();
    await this.#inspection.close();
    await Promise.race([this.#session.stop(), failed]);
  }

  async close(): Promise<void> {
    this.#logs.abort();
    this.#checker?.stop();
    await this.#watcher?.close();
    await rm(this.request.notes, { recursive: true, force: true });
  }

  #report(report: DevReport): void {
    this.request.report(report);
    if (report.event !== "ready" || this.#places.length === 0) return;
    const renew = (place: string, fn: string) => this.#session.renew(place, fn);
    this.#inspection.open(this.#places, renew).catch((error: unknown) => this.#failed(error));
  }

  #changed(paths: readonly string[]): void {
    this.#checker?.saved();
    const defines = paths.some((path) => this.#definitions.has(path));
    // After a failure any file may be the one that corrects it.
    this.#session.saved(paths, defines || this.#lastDeploymentFailed).catch(this.#failed);
  }

  async #deploy() {
    const { stack, io, report } = this.request;
    const deployment = await deployForDev({
      stack,
      io,
      report,
      notes: this.request.notes,
      open: () => this.#open(),
      deployed: (places) => this.#deployed(places),
    });
    this.#lastDeploymentFailed = !deployment.ok;
    return deployment;
  }

  async #open(): Promise<Session> {
    const { name, io, stack } = this.request;
    const session = await openSession({ stack: name }, io);
    const { project, origin } = stack.file;
    this.#definitions = await definitionFiles({
      spec: session.loaded.file,
      project,
      stackFile: resolve(io.cwd, origin),
    });
    this.#watcher?.add([...this.#definitions]);
    return session;
  }

  #deployed(places: readonly OpenedPlace[]): void {
    this.#logs.abort();
    this.#logs = new AbortController();
    this.#watcher?.add(places.flatMap(({ rebuilder }) => rebuilder.foldersElsewhere));
    this.#places = places;
    // An interrupted engine may have deployed nothing whose log could be read.
    if (this.request.io.signal.aborted) return;
    followLogs(places, this.#started, this.request.report, this.#logs.signal).catch(this.#failed);
  }
}

const alreadyRunning = (stack: string, pid: number): UserError =>
  new UserError(
    `polyfn dev already works on the stack "${stack}" (process ${pid}).`,
    "End it first, or work on another stack with --stack.",
  );
