import { z } from "zod";
import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
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

/** Tags of projects, and of logstores by the name `<project>#<logstore>`. */
export const tagOperations = (state: LogState): Operation[] => [
  {
    name: "TagResources",
    route: { method: "POST", path: "/tag" },
    permission: onAll("TagResources"),
    run: (call) => {
      const { resourceType, resourceId, tags } = readBody(call, Tag);
      for (const { tags: own } of tagged(state, call, resourceType, resourceId)) {
        for (const { key, value } of tags) own[key] = value;
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
      for (const { tags: own } of tagged(state, call, resourceType, resourceId)) {
        for (const key of all ? Object.keys(own) : (tags ?? [])) delete own[key];
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

interface Tagged {
  readonly id: string;
  readonly tags: Record<string, string>;
}

/** The resources that the names mean; without names, all of the type. */
function tagged(state: LogState, call: Call, type: string, ids?: readonly string[]): Tagged[] {
  const kind = type.toLowerCase();
  if (kind !== "project" && kind !== "logstore") {
    throw invalid(`the emulator keeps tags of projects and logstores, not of ${type}`);
  }
  const here = Object.values(state.projects).filter(({ region }) => region === call.region);
  if (kind === "project") {
    const found = ids ? ids.map((id) => state.project(call.region, id)) : here;
    return found.map(({ name, tags }) => ({ id: name, tags }));
  }
  const all = here.flatMap(({ name, logstores }) => Object.keys(logstores).map((store) => `${name}#${store}`));
  return (ids ?? all).map((id) => {
    const [project, store] = id.split("#");
    const logstore = state.logstore(call.region, project, store);
    logstore.tags ??= {};
    return { id, tags: logstore.tags };
  });
}

function list(state: LogState, call: Call) {
  const { query } = call.request;
  const type = query.get("resourceType") ?? "PROJECT";
  const wanted = readTags(query.get("tags"));
  const tagResources = tagged(state, call, type, readNames(query.get("resourceId")))
    .filter(({ tags }) => wanted.every(({ key, value }) => Object.hasOwn(tags, key) && (!value || tags[key] === value)))
    .flatMap(({ id, tags }) =>
      Object.entries(tags).map(([tagKey, tagValue]) => ({ resourceType: type, resourceId: id, tagKey, tagValue })),
    );
  return answer(call, { tagResources, nextToken: "" });
}

const Wanted = z.array(z.object({ key: z.string(), value: z.string().nullish() }));

function readTags(text: string | null): z.infer<typeof Wanted> {
  if (text === null || text === "") return [];
  const tags = Wanted.safeParse(parsed(text));
  if (!tags.success) throw invalid("tags is not a JSON list of key and value");
  return tags.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readNames(text: string | null): string[] | undefined {
  if (text === null || text === "") return undefined;
  const list = z.array(z.string()).safeParse(text.startsWith("[") ? parsed(text) : text.split(","));
  if (!list.success) throw invalid("resourceId is not a list of names");
  return list.data;
}
