import type { Emulated } from "../../core/emulated.ts";
import type { ServiceRequest } from "../../core/http.ts";
import type { Actor, LogEntry, LogStoreAddress } from "../../core/ports.ts";
import type { HostFacts, Service } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { refuse } from "./errors.ts";
import type { Project, Resource } from "./model.ts";
import { arn } from "./operations/common.ts";
import { consumerGroupOperations } from "./operations/consumer-groups.ts";
import { contextOperations } from "./operations/context.ts";
import { dataOperations } from "./operations/data.ts";
import { exact } from "./operations/exact.ts";
import { indexOperations } from "./operations/indexes.ts";
import { logstoreOperations } from "./operations/logstores.ts";
import { projectOperations } from "./operations/projects.ts";
import { resourceOperations } from "./operations/resources.ts";
import { searchOperations } from "./operations/search.ts";
import { shardOperations } from "./operations/shards.ts";
import { tagOperations } from "./operations/tags.ts";
import { LogState } from "./store.ts";
import { LogJobs, type Positions } from "./trigger.ts";

/** The log service: projects, logstores, their shards, searches, and the jobs that call functions for new logs. */
export function createSls(world: World): Emulated {
  const state = new LogState(world);
  const jobs = new LogJobs(state);
  const service: Service = {
    description: {
      title: "Simple Log Service",
      version: "2020-12-30",
      docs: "https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-overview",
      signatures: ["sls"],
    },
    operations: [
      ...projectOperations(state),
      ...tagOperations(state),
      ...logstoreOperations(state),
      ...indexOperations(state),
      ...shardOperations(state),
      ...dataOperations(state),
      ...searchOperations(state),
      ...contextOperations(state),
      ...resourceOperations(state),
      ...consumerGroupOperations(state),
    ].map(exact),
    matches,
    recognises,
    // The region's own host lists projects where a project's host shows itself.
    path: ({ method, rawPath }, { subject }) =>
      method === "GET" && rawPath === "/" && subject === undefined ? "/projects" : rawPath,
    refuse,
    snapshot: () => ({ projects: state.projects, resources: state.resources, positions: jobs.positions }),
    restore: (kept) => {
      const { projects, resources = [], positions } = kept as Kept;
      state.projects = projects;
      state.resources = resources;
      jobs.positions = positions;
    },
    reset: () => {
      state.projects = {};
      state.resources = [];
      jobs.reset();
    },
    pending: ({ prefix }) => jobs.pending(prefix),
  };
  return {
    service,
    logs: {
      append: (to, entries, actor) => append(state, to, entries, actor),
      check: (store) => void state.seen(store),
    },
    sources: { log: jobs },
  };
}

interface Kept {
  readonly projects: Record<string, Project>;
  readonly resources?: Resource[];
  readonly positions: Positions;
}

const HOST =
  /^(?:([a-z0-9][a-z0-9-]*)\.)?([a-z]{2}-[a-z0-9-]+?)(?:-intranet|-internal|-share|-vpc)?\.(?:log|sls)\.aliyuncs\.com$/;

function matches(host: string): HostFacts | undefined {
  const [, subject, region] = HOST.exec(host) ?? [];
  return region === undefined ? undefined : { region, ...(subject !== undefined && { subject }) };
}

/** On a bare address the project is the first label in front of it, `<project>.127.0.0.1`, or in a header. */
function recognises({ headers, host }: ServiceRequest): HostFacts | undefined {
  if (headers["x-log-apiversion"] === undefined && headers["x-log-signaturemethod"] === undefined) return undefined;
  const label = /^([a-z0-9-]+)\.(?:127\.0\.0\.1|localhost)$/.exec(host)?.[1];
  const subject = label ?? headers["x-log-project"];
  return subject === undefined ? {} : { subject };
}

/** Logs of the services themselves. They are lost where they can't be written, as the vendor's are. */
function append(state: LogState, to: LogStoreAddress, entries: readonly LogEntry[], actor: Actor): void {
  const project = state.find(to.region, to.project);
  const store = project?.logstores[to.logstore];
  if (!project || !store || entries.length === 0) return;
  if (actor.role !== undefined) {
    const resource = arn({ region: to.region, account: state.world.account }, to.project, `logstore/${to.logstore}`);
    try {
      state.world.identities.authorize(actor, "log:PostLogStoreLogs", resource);
    } catch {
      return;
    }
  }
  for (const topic of new Set(entries.map(({ topic = "" }) => topic))) {
    const logs = entries
      .filter((entry) => (entry.topic ?? "") === topic)
      .map(({ time, fields }) => ({
        time: Math.floor(time / 1000),
        ns: state.nanoseconds(time),
        fields: Object.entries(fields),
      }));
    state.append(store, { topic, source: "", tags: [], logs });
  }
}
