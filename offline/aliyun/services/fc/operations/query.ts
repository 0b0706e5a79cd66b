import type { ServiceRequest } from "../../../core/http.ts";
import { invalid } from "../errors.ts";

const PAGE = ["limit", "nextToken"];
const NAMED_PAGE = [...PAGE, "prefix", "startKey"];

/**
 * Query parameters of each operation. One that isn't here is refused: a filter that was ignored would make a question,
 * or a deletion, a broader one.
 */
const QUERY: Readonly<Record<string, readonly string[]>> = {
  GetFunction: ["qualifier"],
  GetFunctionCode: ["qualifier"],
  ListFunctions: [
    ...NAMED_PAGE,
    ...["functionName", "description", "runtime", "gpuType", "tags", "resourceGroupId", "fcVersion"],
  ],
  ListFunctionVersions: [...PAGE, "direction"],
  ListAliases: NAMED_PAGE,
  ListTriggers: NAMED_PAGE,
  InvokeFunction: ["qualifier"],
  GetAsyncTask: ["qualifier"],
  StopAsyncTask: ["qualifier"],
  ListAsyncTasks: [
    ...NAMED_PAGE,
    ...["qualifier", "status", "includePayload", "sortOrderByTime", "startedTimeBegin", "startedTimeEnd"],
  ],
  ListInstances: [
    ...["limit", "startKey", "qualifier", "instanceIds", "instanceStatus"],
    ...["startTimeMs", "endTimeMs", "withAllActive"],
  ],
  PutAsyncInvokeConfig: ["qualifier"],
  GetAsyncInvokeConfig: ["qualifier"],
  DeleteAsyncInvokeConfig: ["qualifier"],
  ListAsyncInvokeConfigs: [...PAGE, "functionName"],
  ListConcurrencyConfigs: [...PAGE, "functionName"],
  PutProvisionConfig: ["qualifier"],
  GetProvisionConfig: ["qualifier"],
  DeleteProvisionConfig: ["qualifier"],
  ListProvisionConfigs: [...PAGE, "functionName"],
  PutScalingConfig: ["qualifier"],
  GetScalingConfig: ["qualifier"],
  DeleteScalingConfig: ["qualifier"],
  ListScalingConfigs: [...PAGE, "functionName"],
  ListLayers: [...NAMED_PAGE, "public", "official"],
  ListLayerVersions: ["limit", "startVersion"],
  PutLayerACL: ["acl", "public"],
  ListCustomDomains: NAMED_PAGE,
  UntagResources: ["ResourceId", "ResourceType", "TagKey", "All"],
  ListTagResources: ["ResourceId", "ResourceType", "Tag", "Limit", "NextToken"],
};

/** Names of an operation's query parameters. */
export const queryOf = (operation: string): readonly string[] => QUERY[operation] ?? [];

/** @throws ApiError InvalidArgument for a query parameter that the operation doesn't have. */
export function checkQuery(operation: string, { query }: ServiceRequest): void {
  const known = queryOf(operation);
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const has = known.length > 0 ? `its query parameters are ${known.join(", ")}` : "it has no query parameters";
  throw invalid(`${unknown}: is no query parameter of ${operation}; ${has}`);
}
