import { z } from "zod";
import { ApiError } from "../../../core/error.ts";
import type { Call, Operation } from "../../../core/service.ts";
import type { Resource, ResourceRecord } from "../model.ts";
import type { LogState } from "../store.ts";
import { answer, page, readBody, seconds } from "./common.ts";

/** Texts that hold JSON: clients send and read them so. */
const jsonText = z.string().refine(isJson, "is not JSON");
const Settings = z.object({
  description: z.string().nullish(),
  schema: jsonText.nullish(),
  acl: jsonText.nullish(),
  extInfo: z.string().nullish(),
});
const Create = Settings.extend({ name: z.string().regex(/^[\w.-]{1,128}$/), type: z.string().min(1) });
const Update = Settings.extend({ name: z.string().nullish(), type: z.string().nullish() });
const RecordSettings = z.object({ tag: z.string().nullish(), value: jsonText });
const Record = RecordSettings.extend({ id: z.string().nullish() });

const mayOn = (action: string) => ({
  action: `log:${action}`,
  resource: ({ region, account, params }: Call) =>
    ["acs", "log", region, account, ["resource", params.resource ?? "*"].join("/")].join(":"),
});

/**
 * Tables of the account's own data in a region, which queries and alerts look up.
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-createresource
 */
export const resourceOperations = (state: LogState): Operation[] => [
  {
    name: "CreateResource",
    route: { method: "POST", path: "/resources" },
    permission: mayOn("CreateResource"),
    run: (call) => create(state, call),
  },
  {
    name: "ListResources",
    route: { method: "GET", path: "/resources" },
    permission: mayOn("ListResources"),
    run: (call) => {
      const { query } = call.request;
      const names = listed(query.get("names"));
      const all = state.resources.filter(
        ({ region, name, type }) =>
          region === call.region &&
          (names === undefined || names.includes(name)) &&
          (!query.get("type") || type === query.get("type")),
      );
      return answerPage(call, all, show);
    },
  },
  {
    name: "GetResource",
    route: { method: "GET", path: "/resources/{resource}" },
    permission: mayOn("GetResource"),
    run: (call) => answer(call, show(find(state, call))),
  },
  {
    name: "UpdateResource",
    route: { method: "PUT", path: "/resources/{resource}" },
    permission: mayOn("UpdateResource"),
    run: (call) => {
      const { name: _, type: __, ...given } = readBody(call, Update);
      return changed(state, call, find(state, call), (resource) => Object.assign(resource, said(given)));
    },
  },
  {
    name: "DeleteResource",
    route: { method: "DELETE", path: "/resources/{resource}" },
    permission: mayOn("DeleteResource"),
    run: (call) => {
      const resource = find(state, call);
      state.resources = state.resources.filter((other) => other !== resource);
      state.world.changed();
      return answer(call, undefined);
    },
  },
  ...recordOperations(state),
];

const recordOperations = (state: LogState): Operation[] => [
  {
    name: "CreateResourceRecord",
    route: { method: "POST", path: "/resources/{resource}/records" },
    permission: mayOn("CreateResourceRecord"),
    run: (call) => {
      const record = readBody(call, Record);
      const id = record.id || call.request.id;
      return changed(state, call, find(state, call), ({ records }) => {
        if (Object.hasOwn(records, id)) throw new ApiError(400, "ResourceRecordAlreadyExist", `record ${id} exists`);
        put(state, records, id, record);
      });
    },
  },
  {
    name: "UpsertResourceRecord",
    route: { method: "PUT", path: "/resources/{resource}/records" },
    permission: mayOn("UpsertResourceRecord"),
    run: (call) => {
      const { records: given } = readBody(call, z.object({ records: z.array(Record).min(1) }));
      return changed(state, call, find(state, call), ({ records }) => {
        for (const record of given) put(state, records, record.id || call.request.id, record);
      });
    },
  },
  {
    name: "ListResourceRecords",
    route: { method: "GET", path: "/resources/{resource}/records" },
    permission: mayOn("ListResourceRecords"),
    run: (call) => {
      const { query } = call.request;
      const ids = listed(query.get("ids"));
      const all = Object.values(find(state, call).records).filter(
        ({ id, tag }) =>
          (ids === undefined || ids.includes(id)) && (query.get("tag") === null || tag === query.get("tag")),
      );
      return answerPage(call, all, showRecord);
    },
  },
  {
    name: "DeleteResourceRecords",
    route: { method: "DELETE", path: "/resources/{resource}/records", query: ["ids"] },
    permission: mayOn("DeleteResourceRecords"),
    run: (call) =>
      changed(state, call, find(state, call), ({ records }) => {
        for (const id of listed(call.request.query.get("ids")) ?? []) delete records[id];
      }),
  },
  {
    name: "GetResourceRecord",
    route: { method: "GET", path: "/resources/{resource}/records/{record}" },
    permission: mayOn("GetResourceRecord"),
    run: (call) => answer(call, showRecord(findRecord(find(state, call), call))),
  },
  {
    name: "UpdateResourceRecord",
    route: { method: "PUT", path: "/resources/{resource}/records/{record}" },
    permission: mayOn("UpdateResourceRecord"),
    run: (call) => {
      const given = readBody(call, RecordSettings);
      return changed(state, call, find(state, call), (resource) => {
        const known = findRecord(resource, call);
        put(state, resource.records, known.id, { tag: given.tag ?? known.tag, value: given.value });
      });
    },
  },
];

function create(state: LogState, call: Call) {
  const { name, type, ...given } = readBody(call, Create);
  if (state.resources.some((one) => one.region === call.region && one.name === name)) {
    throw new ApiError(400, "ResourceAlreadyExist", `resource ${name} already exists`);
  }
  const now = state.world.clock.now();
  const defaults = { description: "", schema: '{"schema":[]}', acl: '{"policy":{"type":"all_rw"}}', extInfo: "" };
  state.resources.push({
    ...{ region: call.region, name, type, created: now, modified: now, records: {} },
    ...defaults,
    ...said(given),
  });
  state.world.changed();
  return answer(call, undefined);
}

/** The fields that a request gives; absent ones are omitted. */
const said = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));

function find(state: LogState, { region, params }: Call): Resource {
  const found = state.resources.find((one) => one.region === region && one.name === params.resource);
  if (!found) throw new ApiError(404, "ResourceNotExist", `resource ${params.resource} does not exist`);
  return found;
}

function findRecord({ records }: Resource, { params }: Call): ResourceRecord {
  const id = params.record ?? "";
  const found = Object.hasOwn(records, id) ? records[id] : undefined;
  if (!found) throw new ApiError(404, "ResourceRecordNotExist", `record ${id} does not exist`);
  return found;
}

function put(
  state: LogState,
  records: Record<string, ResourceRecord>,
  id: string,
  { tag, value }: z.infer<typeof RecordSettings>,
): void {
  const now = state.world.clock.now();
  const created = (Object.hasOwn(records, id) ? records[id]?.created : undefined) ?? now;
  records[id] = { id, tag: tag ?? "", value, created, modified: now };
}

function changed(state: LogState, call: Call, resource: Resource, change: (resource: Resource) => void) {
  change(resource);
  resource.modified = state.world.clock.now();
  state.world.changed();
  return answer(call, undefined);
}

function answerPage<T>(call: Call, all: readonly T[], view: (one: T) => object) {
  const items = page(call, all).map(view);
  return answer(call, { count: items.length, total: all.length, items });
}

const show = ({ name, type, description, schema, acl, extInfo, created, modified }: Resource) => ({
  ...{ name, type, description, schema, acl, extInfo },
  createTime: seconds(created),
  lastModifyTime: seconds(modified),
});

const showRecord = ({ id, tag, value, created, modified }: ResourceRecord) => ({
  ...{ id, tag, value },
  createTime: seconds(created),
  lastModifyTime: seconds(modified),
});

function listed(text: string | null): string[] | undefined {
  return text === null || text === "" ? undefined : text.split(",");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
