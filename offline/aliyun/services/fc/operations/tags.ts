import { empty } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { type Compute, findFunction } from "../compute.ts";
import { invalid } from "../errors.ts";
import { parseBody } from "../schemas/parse.ts";
import { changeResourceGroup, functionType, tagResources } from "../schemas/tags.ts";
import type { FunctionRecord } from "../state.ts";
import { operation, page, resource } from "./operation.ts";

const MOST = 20;

export const tagOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "TagResources",
    route: "POST /tags-v2",
    resource: resource("functions"),
    run: (call) => {
      const { ResourceId, Tag } = parseBody(call, tagResources);
      const added = Object.fromEntries(Tag.map(({ Key, Value }) => [Key, Value]));
      for (const fn of ResourceId.map((arn) => byArn(fc, arn))) {
        const tags = { ...fn.tags, ...added };
        if (Object.keys(tags).length > MOST) throw invalid(`a function may have ${MOST} tags`);
        fn.tags = tags;
      }
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "UntagResources",
    route: "DELETE /tags-v2",
    resource: resource("functions"),
    run: (call) => {
      checkType(call);
      const removed = listIn(call, "TagKey");
      const all = call.request.query.get("All") === "true";
      for (const fn of listIn(call, "ResourceId").map((arn) => byArn(fc, arn))) {
        const kept = Object.entries(fn.tags).filter(([key]) => !all && !removed.includes(key));
        fn.tags = Object.fromEntries(kept);
      }
      fc.world.changed();
      return empty();
    },
  }),
  listTags(fc),
  operation({
    name: "ChangeResourceGroup",
    route: "PUT /resource-groups",
    resource: resource("functions"),
    run: (call) => {
      const { resourceId, newResourceGroupId } = parseBody(call, changeResourceGroup);
      const fn = resourceId.startsWith("acs:") ? byArn(fc, resourceId) : findFunction(fc, call.region, resourceId);
      const old = fn.resourceGroup;
      fn.resourceGroup = newResourceGroupId;
      fc.world.changed();
      return { resourceId, oldResourceGroupId: old, newResourceGroupId };
    },
  }),
];

const listTags = (fc: Compute): Operation =>
  operation({
    name: "ListTagResources",
    route: "GET /tags-v2",
    resource: resource("functions"),
    run: (call) => {
      checkType(call);
      const arns = listIn(call, "ResourceId");
      const wanted = tagsAsked(call.request.query.get("Tag"), "Tag");
      const found = arns.length > 0 ? arns.map((arn) => byArn(fc, arn)) : functionsIn(fc, call.region);
      const fitting = found.filter((fn) => hasTags(fn, wanted));
      const tags = fitting.flatMap((fn) =>
        Object.entries(fn.tags).map(([TagKey, TagValue]) => ({
          ...{ ResourceId: arnOf(fc, fn), ResourceType: "function", TagKey, TagValue },
        })),
      );
      const { items, nextToken } = page(call, tags, ({ ResourceId, TagKey }) => `${ResourceId} ${TagKey}`);
      return { TagResources: items, RequestId: call.request.id, ...(nextToken && { NextToken: nextToken }) };
    },
  });

const functionsIn = ({ state }: Compute, region: string): FunctionRecord[] =>
  state.functions.filter((fn) => fn.region === region);

const arnOf = ({ world }: Compute, fn: FunctionRecord): string =>
  `acs:fc:${fn.region}:${world.account}:functions/${fn.name}`;

function byArn(fc: Compute, arn: string): FunctionRecord {
  const [, region, name] = /^acs:fc:([^:]+):\d+:functions\/([^/]+)$/.exec(arn) ?? [];
  if (!region || !name) throw invalid(`ResourceId: '${arn}' is no ARN of a function`);
  return findFunction(fc, region, name);
}

function checkType(call: Call): void {
  const type = call.request.query.get("ResourceType");
  if (type && !functionType.safeParse(type).success) throw invalid(`ResourceType: must be function, not ${type}`);
}

/** Tags that a list is narrowed to: JSON, a key alone or with its value. */
export function tagsAsked(text: string | null, where: string): [string, string | undefined][] {
  if (!text) return [];
  try {
    const tags = JSON.parse(text) as { Key?: string; key?: string; Value?: string; value?: string }[];
    return tags.map((tag) => [tag.Key ?? tag.key ?? "", tag.Value ?? tag.value]);
  } catch {
    throw invalid(`${where}: is not JSON`);
  }
}

export const hasTags = ({ tags }: FunctionRecord, wanted: readonly [string, string | undefined][]): boolean =>
  wanted.every(([key, value]) => (value === undefined ? key in tags : tags[key] === value));

/** A list that is a query parameter: JSON. */
export function listIn(call: Call, name: string): string[] {
  const text = call.request.query.get(name);
  if (!text) return [];
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    throw invalid(`${name}: is not a JSON list`);
  }
}
