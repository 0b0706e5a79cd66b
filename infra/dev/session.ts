import { readFile, stat } from "node:fs/promises";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import type { Artifact } from "../../adapters/contract.ts";
import type { DeployedPart, Operator } from "../../adapters/operate.ts";
import { SpecError, UserError } from "../../model/errors.ts";
import { Loop, type LoopAction, type LoopEvent, type Part } from "./loop.ts";
import type { Rebuilder, Rebuilt } from "./rebuild.ts";
import type { DevRecord, RecordFile } from "./record.ts";
import type { DevReport, FunctionName } from "./report.ts";

/** One place of the stack, after the engine ran. */
export interface DevPlace {
  /** Unique in the stack. */
  readonly name: string;
  readonly rebuilder: Rebuilder;
  /** Functions as the stack's outputs name them. */
  readonly functions: ReadonlyMap<string, DeployedPart>;
  /** Absent where the target only deploys. */
  readonly operator?: Pick<Operator, "replaceCode"> | undefined;
}

/** The result of one run of the engine. */
export interface DevDeployment {
  readonly ok: boolean;
  /** Absent when the spec could not be read. */
  readonly places?: readonly DevPlace[];
  /** Packages that the engine's state has now: place -> function -> package. */
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, Artifact>>;
}

export interface DevPorts {
  /** Runs the engine, and reports what it did. Never rejects for users' mistakes. */
  deploy(): Promise<DevDeployment>;
  report(report: DevReport): void;
  /** Something failed that is not the user's mistake: nothing more is done. */
  fail(error: unknown): void;
  readonly record: RecordFile;
  /** Milliseconds from any start. */
  now(): number;
  /** Aborted when the user ends it. */
  readonly interrupted: AbortSignal;
}

/** Milliseconds in which this process learns of a signal that its children have got as well. */
const SIGNAL_MS = 100;

/** An action that an event answers. */
type Work = Exclude<LoopAction, { kind: "finish" }>;

const partOf = (place: string, fn: string): Part => `${place}/${fn}`;

/** Joins the loop with builds, the cloud and the engine. */
export class DevSession {
  readonly #loop = new Loop();
  #places: readonly DevPlace[] = [];
  /** Deployed packages by digest. */
  readonly #zips = new Map<string, string>();
  /** Of each function, the package of its newest sources that build. */
  readonly #newest = new Map<Part, Rebuilt>();
  /** Of each function that was swapped, the package that it runs. */
  readonly #running = new Map<Part, Rebuilt>();
  readonly #saved = new Map<Part, number>();
  #entries: DevRecord["functions"] = {};
  #unanswered = 0;
  /** True from the first action until none is unanswered. */
  #busy = false;
  #finish: (restore: ReadonlyMap<Part, string>) => void = () => undefined;

  constructor(private readonly ports: DevPorts) {}

  /** Runs the engine for the first time. */
  async start(): Promise<void> {
    await this.#write();
    this.#handle({ kind: "saved", parts: [], deploy: true });
  }

  /**
   * Files were saved.
   * @param paths Absolute.
   * @param deploy True when one of them is the spec's, the stack's or the Pulumi program's.
   */
  async saved(paths: readonly string[], deploy: boolean): Promise<void> {
    const at = this.ports.now();
    const parts = this.#places.flatMap(({ name, rebuilder }) =>
      rebuilder.affected(paths).map((fn) => partOf(name, fn)),
    );
    for (const part of parts) if (!this.#saved.has(part)) this.#saved.set(part, at);
    for (const { rebuilder } of this.#places) await rebuilder.forget(paths);
    this.#handle({ kind: "saved", parts, deploy });
  }

  /** Puts the code again that a function runs, so that its processes are new. */
  async renew(place: string, fn: string): Promise<void> {
    const digest = this.#loop.running(partOf(place, fn));
    if (digest === undefined) return;
    const part = partOf(place, fn);
    await replaceCode(this.#find(part).place, fn, await this.#content(part, digest));
  }

  /** Ends: waits for what is under way, and puts back every function whose code the engine does not know. */
  async stop(): Promise<void> {
    const restore = await new Promise<ReadonlyMap<Part, string>>((resolve) => {
      this.#finish = resolve;
      this.#handle({ kind: "stopped" });
    });
    for (const [part, digest] of restore) await this.#restore(part, digest);
    for (const { rebuilder } of this.#places) await rebuilder.dispose();
    await this.ports.record.delete();
  }

  #handle(event: LoopEvent): void {
    for (const action of this.#loop.handle(event)) this.#do(action);
    if (this.#unanswered > 0 || !this.#busy) return;
    this.#busy = false;
    this.#saved.clear();
    this.ports.report({ event: "ready" });
  }

  #do(action: LoopAction): void {
    if (action.kind === "finish") {
      this.#finish(action.restore);
      return;
    }
    this.#unanswered += 1;
    this.#busy = true;
    this.#answer(action).then(
      (event) => {
        this.#unanswered -= 1;
        this.#handle(event);
      },
      (error: unknown) => this.ports.fail(error),
    );
  }

  async #answer(action: Work): Promise<LoopEvent> {
    try {
      if (action.kind === "deploy") return await this.#deploy();
      return action.kind === "build" ? await this.#build(action.part) : await this.#swap(action.part, action.digest);
    } catch (error) {
      // Ctrl-C in a terminal ends the bundler and other children too, perhaps before this process knows of it.
      await pause(SIGNAL_MS);
      if (!this.ports.interrupted.aborted) throw error;
      if (action.kind === "deploy") return { kind: "deployed", ok: false, packages: new Map() };
      return action.kind === "build" ? { kind: "broken", part: action.part } : { ...action, kind: "swap-failed" };
    }
  }

  async #deploy(): Promise<LoopEvent> {
    this.ports.report({ event: "deploying" });
    const { ok, places, packages } = await this.ports.deploy();
    if (places !== undefined) await this.#take(places);
    const digests = new Map<Part, string>();
    for (const [place, of] of packages) {
      for (const [fn, artifact] of of) digests.set(partOf(place, fn), this.#known(artifact));
    }
    const parts = places && partsOf(places);
    // The engine has written the code of these, or deleted them.
    const written = [...digests].flatMap(([part, digest]) => (this.#loop.deployed(part) === digest ? [] : [part]));
    const gone = parts && ok ? Object.keys(this.#entries).filter((part) => !parts.has(part)) : [];
    await this.#forget([...written, ...gone]);
    return { kind: "deployed", ok, packages: digests, ...(parts && { parts }) };
  }

  async #take(places: readonly DevPlace[]): Promise<void> {
    const before = this.#places.filter((place) => !places.includes(place));
    this.#places = places;
    for (const { rebuilder } of before) await rebuilder.dispose();
  }

  async #build(part: Part): Promise<LoopEvent> {
    const { place, fn } = this.#find(part);
    try {
      const rebuilt = await place.rebuilder.build(fn);
      this.#newest.set(part, rebuilt);
      return { kind: "built", part, digest: rebuilt.sha256 };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const problems = error instanceof SpecError ? error.problems : [];
      this.ports.report({ event: "broken", ...nameOf(place, fn), problems, message: error.message });
      this.#saved.delete(part);
      return { kind: "broken", part };
    }
  }

  async #swap(part: Part, digest: string): Promise<LoopEvent> {
    const { place, fn } = this.#find(part);
    const name = nameOf(place, fn);
    try {
      const content = await this.#content(part, digest);
      if (await this.#exceeds(part, content, place.rebuilder.plan.adapter.operate?.codeLimit))
        return { kind: "too-large", part, digest };
      await this.#note(part, digest);
      await replaceCode(place, fn, content);
      this.#running.set(part, { sha256: digest, content });
      await this.#note(part, digest, { done: true });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.ports.report({ event: "swap-failed", ...name, message: error.message });
      return { kind: "swap-failed", part, digest };
    }
    const ms = Math.round(this.ports.now() - (this.#saved.get(part) ?? this.ports.now()));
    this.#saved.delete(part);
    this.ports.report({ event: "swapped", ...name, sha256: digest, ms });
    return { kind: "swapped", part, digest };
  }

  /** True when the cloud would not take the package in a request, or not the deployed one when it is put back. */
  async #exceeds(part: Part, { length }: Uint8Array, limit = Number.POSITIVE_INFINITY): Promise<boolean> {
    const deployed = this.#zips.get(this.#loop.deployed(part) ?? "");
    return length > limit || (deployed !== undefined && (await stat(deployed)).size > limit);
  }

  async #restore(part: Part, digest: string): Promise<void> {
    const { place, fn } = this.#find(part);
    await replaceCode(place, fn, await this.ports.record.package(digest));
    await this.#forget([part]);
    this.ports.report({ event: "restored", ...nameOf(place, fn) });
  }

  /** Records a swap before it begins; one back to the deployed code is forgotten once it is done. */
  async #note(part: Part, put: string, { done = false } = {}): Promise<void> {
    const deployed = this.#loop.deployed(part);
    if (deployed === undefined) return;
    if (done) {
      if (put === deployed) await this.#forget([part]);
      return;
    }
    const { place, fn } = this.#find(part);
    const { target, region } = place.rebuilder.plan.deployment;
    if (this.#entries[part] === undefined) await this.ports.record.keep(deployed, this.#zips.get(deployed) ?? "");
    const entry = { deployed, put, target, ...(region !== undefined && { region }), part: deployedPart(place, fn) };
    this.#entries = { ...this.#entries, [part]: entry };
    await this.#write();
  }

  async #forget(parts: readonly Part[]): Promise<void> {
    const kept = Object.entries(this.#entries).filter(([part]) => !parts.includes(part));
    if (kept.length === Object.keys(this.#entries).length) return;
    this.#entries = Object.fromEntries(kept);
    await this.#write();
  }

  #write(): Promise<void> {
    return this.ports.record.write({ process: process.pid, functions: this.#entries });
  }

  #known({ sha256, zip }: Artifact): string {
    this.#zips.set(sha256, zip);
    return sha256;
  }

  async #content(part: Part, digest: string): Promise<Uint8Array> {
    const known = [this.#newest.get(part), this.#running.get(part)].find((one) => one?.sha256 === digest);
    return known?.content ?? readFile(this.#zips.get(digest) ?? "");
  }

  #find(part: Part): { readonly place: DevPlace; readonly fn: string } {
    for (const place of this.#places) {
      if (part.startsWith(`${place.name}/`)) return { place, fn: part.slice(place.name.length + 1) };
    }
    throw new Error(`There is no place of ${part}.`);
  }
}

const nameOf = (place: DevPlace, fn: string): FunctionName => ({ function: fn, place: place.name });

/** @throws UserError when the stack's outputs have no such function. */
function deployedPart({ functions }: DevPlace, fn: string): DeployedPart {
  const part = functions.get(fn);
  if (part !== undefined) return part;
  throw new UserError(
    `The stack's outputs do not have the function "${fn}".`,
    "Export functions from the Pulumi program, as polyfn/program does.",
  );
}

const replaceCode = async (place: DevPlace, fn: string, zip: Uint8Array): Promise<void> =>
  place.operator?.replaceCode(deployedPart(place, fn), zip);

function partsOf(places: readonly DevPlace[]): Map<Part, { swappable: boolean }> {
  return new Map(
    places.flatMap((place) =>
      place.rebuilder.functions.map((fn) => [partOf(place.name, fn), { swappable: isSwappable(place, fn) }] as const),
    ),
  );
}

/**
 * Callers of a function with an alias get a published version, which only the engine can publish; a package of several
 * functions is deployed as one.
 */
function isSwappable({ rebuilder, operator }: DevPlace, name: string): boolean {
  const { app, adapter } = rebuilder.plan;
  const fn = app.functions.get(name);
  const published = fn?.alias !== undefined || fn?.concurrency.provisioned !== undefined;
  return operator !== undefined && !published && adapter.units === undefined;
}
