import type { CacheClusterSize, PatchOperation } from "@aws-sdk/client-api-gateway";
import type { StageArgs, StageState } from "@pulumi/aws/apigateway/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { patch } from "./patch.ts";
import { asFlag, importParts, invokeArn, manageArn, tag, tagsOf } from "./shared.ts";
import { stageTable } from "./stage.table.ts";

type Inputs = Plain<StageArgs>;
type State = Plain<StageState>;

const PATHS = {
  cacheClusterEnabled: "/cacheClusterEnabled",
  clientCertificateId: "/clientCertificateId",
  deployment: "/deploymentId",
  description: "/description",
  documentationVersion: "/documentationVersion",
  variables: "/variables",
  xrayTracingEnabled: "/tracingEnabled",
};

const idOf = (restApi: string, stageName: string) => `ags-${restApi}-${stageName}`;
const keyOf = (last: { restApi?: unknown; stageName?: string }) => ({
  restApiId: String(last.restApi),
  stageName: last.stageName ?? "",
});

const arnOf = (aws: AwsContext, last: Parameters<typeof keyOf>[0]) => {
  const { restApiId, stageName } = keyOf(last);
  return manageArn(aws, `/restapis/${restApiId}/stages/${stageName}`);
};

const stageType: ResourceType<AwsContext, Inputs, State> = {
  table: stageTable,

  async create(aws, inputs) {
    const key = keyOf(inputs);
    await (await aws.client("apigateway")).createStage({
      ...key,
      cacheClusterEnabled: inputs.cacheClusterEnabled,
      cacheClusterSize: inputs.cacheClusterSize as CacheClusterSize | undefined,
      canarySettings: inputs.canarySettings,
      deploymentId: String(inputs.deployment),
      description: inputs.description,
      documentationVersion: inputs.documentationVersion,
      tags: aws.tags(inputs),
      tracingEnabled: inputs.xrayTracingEnabled,
      variables: inputs.variables,
    });
    return finish(idOf(key.restApiId, key.stageName), async () => {
      await setRemainingSettings(aws, inputs, {});
      // Sent again for servers that store the values of the creation elsewhere.
      await tag(aws, arnOf(aws, inputs), {}, aws.tags(inputs));
    });
  },

  async read(aws, _id, last) {
    const { restApiId, stageName } = keyOf(last);
    const stage = await (await aws.client("apigateway")).getStage({ restApiId, stageName });
    const { accessLogSettings: log } = stage;
    const arn = arnOf(aws, last);
    return {
      accessLogSettings: log?.destinationArn ? { destinationArn: log.destinationArn, format: log.format ?? "" } : null,
      arn,
      cacheClusterEnabled: asFlag(stage.cacheClusterEnabled) ?? false,
      cacheClusterSize: stage.cacheClusterEnabled ? stage.cacheClusterSize : undefined,
      canarySettings: stage.canarySettings
        ? { ...stage.canarySettings, deploymentId: stage.canarySettings.deploymentId ?? "" }
        : null,
      clientCertificateId: stage.clientCertificateId ?? null,
      deployment: stage.deploymentId,
      description: stage.description || null,
      documentationVersion: stage.documentationVersion ?? null,
      executionArn: await invokeArn(aws, `${restApiId}/${stageName}`),
      invokeUrl: `https://${restApiId}.execute-api.${aws.region}.${SUFFIX[aws.partition] ?? "amazonaws.com"}/${stageName}`,
      restApi: restApiId,
      stageName,
      variables: stage.variables ?? null,
      webAclArn: stage.webAclArn,
      xrayTracingEnabled: asFlag(stage.tracingEnabled) ?? false,
      ...aws.tagState(await tagsOf(aws, arn, stage.tags)),
    };
  },

  async update(aws, _id, inputs, old) {
    const gateway = await aws.client("apigateway");
    const patchOperations = [...patch(PATHS, old, inputs), ...cache(inputs, old), ...canary(inputs, old)];
    if (patchOperations.length > 0) await gateway.updateStage({ ...keyOf(inputs), patchOperations });
    await setRemainingSettings(aws, inputs, old);
    await tag(aws, arnOf(aws, inputs), old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, _id, last) {
    await (await aws.client("apigateway")).deleteStage(keyOf(last));
  },

  async find(_aws, inputs) {
    const { restApiId, stageName } = keyOf(inputs);
    return idOf(restApiId, stageName);
  },

  async import(_aws, importId) {
    const [restApi = "", stageName = ""] = importParts(importId, "<API id>/<stage name>");
    return { id: idOf(restApi, stageName), last: { restApi, stageName } };
  },
};

/** Hostname suffixes of the partitions that differ. */
const SUFFIX: Readonly<Record<string, string>> = { "aws-cn": "amazonaws.com.cn" };

/** Sets the properties that the creation call does not have. */
async function setRemainingSettings(aws: AwsContext, inputs: Inputs, old: Partial<State>): Promise<void> {
  const { accessLogSettings: log } = inputs;
  const removed: PatchOperation[] = old.accessLogSettings ? [{ op: "remove", path: "/accessLogSettings" }] : [];
  const paths = { destinationArn: "/accessLogSettings/destinationArn", format: "/accessLogSettings/format" };
  const certificate = patch({ clientCertificateId: "/clientCertificateId" }, old, inputs);
  const isNew = old.stageName === undefined;
  const patchOperations = [
    ...(log ? patch(paths, old.accessLogSettings ?? {}, log) : removed),
    ...(isNew ? certificate : []),
  ];
  if (patchOperations.length === 0) return;
  await (await aws.client("apigateway")).updateStage({ ...keyOf(inputs), patchOperations });
}

/** The size is relevant only while there is a cache. */
function cache(inputs: Inputs, old: Partial<State>): PatchOperation[] {
  return inputs.cacheClusterEnabled ? patch({ cacheClusterSize: "/cacheClusterSize" }, old, inputs) : [];
}

function canary(inputs: Inputs, old: Partial<State>): PatchOperation[] {
  const { canarySettings: to } = inputs;
  const { canarySettings: from } = old;
  if (!to) return from ? [{ op: "remove", path: "/canarySettings" }] : [];
  const paths = {
    deploymentId: "/canarySettings/deploymentId",
    percentTraffic: "/canarySettings/percentTraffic",
    stageVariableOverrides: "/canarySettings/stageVariableOverrides",
    useStageCache: "/canarySettings/useStageCache",
  };
  return patch(paths, { ...from }, { ...to });
}

export const stage = erase(stageType);
