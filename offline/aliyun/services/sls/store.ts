import { ApiError } from "../../core/error.ts";
import type { LogStoreAddress } from "../../core/ports.ts";
import type { World } from "../../core/world.ts";
import { logstoreMissing, projectMissing } from "./errors.ts";
import type { LogGroup, Logstore, Project, Resource, Shard } from "./model.ts";
import { chooseShard } from "./shards.ts";

const DAY = 24 * 3600 * 1000;
/** `ttl` of logstores that keep everything. */
export const FOREVER = 3650;

/** All projects, and what every part of the service does with them. */
export class LogState {
  readonly world: World;
  projects: Record<string, Project> = {};
  resources: Resource[] = [];

  constructor(world: World) {
    this.world = world;
  }

  /** A project of this region. @throws ApiError ProjectNotExist */
  project(region: string, name: string | undefined): Project {
    const project = this.find(region, name);
    if (!project) throw projectMissing(name ?? "");
    return project;
  }

  find(region: string, name: string | undefined): Project | undefined {
    if (name === undefined || !Object.hasOwn(this.projects, name)) return undefined;
    const project = this.projects[name];
    return project?.region === region ? project : undefined;
  }

  /** A logstore, without what it no longer has to keep. @throws ApiError ProjectNotExist, LogStoreNotExist */
  logstore(region: string, project: string | undefined, name: string | undefined): Logstore {
    const { logstores } = this.project(region, project);
    const store = name !== undefined && Object.hasOwn(logstores, name) ? logstores[name] : undefined;
    if (!store) throw logstoreMissing(name ?? "");
    this.#expire(store);
    return store;
  }

  /** A logstore as other services see it: not at once. @throws ApiError ProjectNotExist, LogStoreNotExist */
  seen({ region, project, logstore }: LogStoreAddress): Logstore {
    if (!this.world.isSettled(this.project(region, project).created)) throw projectMissing(project);
    const store = this.logstore(region, project, logstore);
    if (!this.world.isSettled(store.created)) throw logstoreMissing(logstore);
    return store;
  }

  /**
   * Nanoseconds within the second for a log of the services themselves: larger for each of one millisecond, so that logs
   * keep their order whichever shards they are in.
   */
  nanoseconds(time: number): number {
    const millisecond = Math.floor(time);
    this.#order = millisecond === this.#millisecond ? this.#order + 1 : 0;
    this.#millisecond = millisecond;
    return (millisecond % 1000) * 1_000_000 + this.#order;
  }
  #millisecond = 0;
  #order = 0;

  /** Appends a group of logs; it can be read at once. */
  append(store: Logstore, group: LogGroup, key?: string): Shard {
    const shard = chooseShard(store, key);
    shard.groups.push({ cursor: shard.next++, received: this.world.clock.now(), group });
    this.world.changed();
    return shard;
  }

  /** Adds a project. @throws ApiError ProjectAlreadyExist */
  add(project: Project): void {
    if (Object.hasOwn(this.projects, project.name)) {
      throw new ApiError(400, "ProjectAlreadyExist", `The project is already exist : ${project.name}`);
    }
    this.projects[project.name] = project;
    this.world.changed();
  }

  #expire(store: Logstore): void {
    if (store.settings.ttl >= FOREVER) return;
    const oldest = this.world.clock.now() - store.settings.ttl * DAY;
    for (const { groups } of store.shards) {
      const kept = groups.findIndex(({ received }) => received >= oldest);
      groups.splice(0, kept === -1 ? groups.length : kept);
    }
  }
}
