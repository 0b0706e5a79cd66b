import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Group } from "../../graph/group.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { adopt } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { logProject } from "../shared.ts";
import { keyAccess } from "./key.ts";
import { nameOf } from "./shared.ts";

const SECONDS_PER_DAY = 86_400;
/** SLS's own default, and the most that it splits a logstore into by itself. */
const FIRST_SHARDS = 2;
const MOST_SHARDS = 64;
/** Characters that separate words in full-text search: the default of SLS. */
export const TOKENS = ", '\";=()[]{}?@&<>/:\n\t\r";

/** A logstore in the deployment's project: shards in order, each record kept for some days. */
export function stream(scope: AliyunScope, resource: ResolvedResource<"stream">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Stream");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const project = logProject(scope);
  const encryption = encrypted(scope, resource, group);
  const node = group.add(
    "alicloud:log/store:Store",
    "stream",
    {
      projectName: ref(project, "projectName"),
      logstoreName: nameOf(scope, resource),
      retentionPeriod: spec.retention / SECONDS_PER_DAY,
      shardCount: spec.shards ?? FIRST_SHARDS,
      autoSplit: spec.shards === undefined,
      ...(spec.shards === undefined && { maxSplitShardCount: MOST_SHARDS }),
      appendMeta: true,
      ...encryption.args,
    },
    { dependsOn: encryption.ready },
  );
  // Records can be read without it, but neither searched nor seen in the console.
  group.add("alicloud:log/storeIndex:StoreIndex", "index", {
    project: ref(node, "projectName"),
    logstore: ref(node, "logstoreName"),
    fullText: { caseSensitive: false, includeChinese: true, token: TOKENS },
  });
  return {
    name: ref(node, "logstoreName"),
    id: arnOf.logStore(scope.context.place, ref(node, "projectName"), ref(node, "logstoreName")),
    component,
    nodes: group.nodes,
  };
}

/** SLS encrypts with the key through a role that it takes on. https://www.alibabacloud.com/help/en/sls/developer-reference/encrypt-data */
function encrypted(
  scope: AliyunScope,
  resource: ResolvedResource<"stream">,
  group: Group<AliyunTypes>,
): { args: Pick<InputsOf<AliyunTypes, "alicloud:log/store:Store">, "encryptConf">; ready: NodeRef[] } {
  const { key } = resource.spec;
  if (key === undefined) return { args: {}, ready: [] };
  const { keyId, region, role } = keyAccess(scope, resource, group, { key, service: "log.aliyuncs.com" });
  const userCmkInfo = { cmkKeyId: keyId, arn: role.arn, regionId: region };
  return { args: { encryptConf: { enable: true, encryptType: "default", userCmkInfo } }, ready: [...role.ready] };
}
