import { z } from "zod";
import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Project } from "../model.ts";
import type { LogState } from "../store.ts";
import { answer, arn, readBody } from "./common.ts";

const Resources = z.object({
  resourceType: z.string(),
  resourceId: z.array(z.string()).min(1),
});
const Tag = Resources.extend({
  tags: z.array(z.object({ key: z.string().min(1).max(128), value: z.string().max(128) })).max(20),
});
const Untag = Resources.extend({ tags: z.array(z.string()).nullish(), all: z.boolean().nullish() });

const onAll = (action: string) => ({ action: `log:${action}`, resource: (call: Call) => arn(call, "*") });

/** Tags of projects; asked of the region's host, not of the project's. */
export const tagOperations = (state: LogState): Operation[] => [
  {
    name: "TagResources",
    route: { method: "POST", path: "/tag" },
    permission: onAll("TagResources"),
    run: (call) => {
      const { resourceType, resourceId, tags } = readBody(call, Tag);
      for (const project of projects(state, call, resourceType, resourceId)) {
        for (const { key, value } of tags) project.tags[key] = value;
      }
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "UntagResources",
    route: { method: "POST", path: "/untag" },
    permission: onAll("UntagResources"),
    run: (call) => {
      const { resourceType, resourceId, tags, all } = readBody(call, Untag);
      for (const project of projects(state, call, resourceType, resourceId)) {
        for (const key of all ? Object.keys(project.tags) : (tags ?? [])) delete project.tags[key];
      }
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "ListTagResources",
    route: { method: "GET", path: "/tags" },
    permission: onAll("ListTagResources"),
    run: (call) => list(state, call),
  },
];

function projects(state: LogState, call: Call, type: string, names: readonly string[]): Project[] {
  if (type.toLowerCase() !== "project") throw invalid(`the emulator keeps tags of projects, not of ${type}`);
  return names.map((name) => state.project(call.region, name));
}

function list(state: LogState, call: Call) {
  const { query } = call.request;
  const type = query.get("resourceType") ?? "PROJECT";
  const names = readNames(query.get("resourceId")) ?? Object.keys(state.projects);
  const tagResources = projects(state, call, type, names).flatMap(({ name, tags }) =>
    Object.entries(tags).map(([tagKey, tagValue]) => ({
      resourceType: type,
      resourceId: name,
      tagKey,
      tagValue,
    })),
  );
  return answer(call, { tagResources, nextToken: "" });
}

function readNames(text: string | null): string[] | undefined {
  if (text === null || text === "") return undefined;
  const list = z.array(z.string()).safeParse(text.startsWith("[") ? JSON.parse(text) : text.split(","));
  if (!list.success) throw invalid("resourceId is not a list of names");
  return list.data;
}
