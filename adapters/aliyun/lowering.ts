import { UserError } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";
import { declaredInputs } from "../graph/declared-inputs.ts";
import { lift, lookup } from "../graph/expression.ts";
import type { Lowering, ProviderNode } from "../graph/lowering.ts";
import { soundSettings } from "../shared/settings.ts";
import type { AliyunContext } from "./context.ts";
import { lowerFunction } from "./function.ts";
import { planValues } from "./plan-values.ts";
import { resourceTypes } from "./resource-types.ts";
import { api, attachApi } from "./resources/api.ts";
import { bucket } from "./resources/bucket.ts";
import { bus } from "./resources/bus.ts";
import { key } from "./resources/key.ts";
import { queue } from "./resources/queue.ts";
import { secret } from "./resources/secret.ts";
import { stream } from "./resources/stream.ts";
import { table } from "./resources/table.ts";
import { attachTopic, topic } from "./resources/topic.ts";
import { type AliyunSettings, OFFLINE_ACCOUNT, readSettings } from "./settings.ts";
import { bucket as bucketTrigger } from "./triggers/bucket.ts";
import { bus as busTrigger } from "./triggers/bus.ts";
import { http } from "./triggers/http.ts";
import { log } from "./triggers/log.ts";
import { queue as queueTrigger } from "./triggers/queue.ts";
import { schedule } from "./triggers/schedule.ts";
import { stream as streamTrigger } from "./triggers/stream.ts";
import { table as tableTrigger } from "./triggers/table.ts";
import { topic as topicTrigger } from "./triggers/topic.ts";
import { webhook } from "./triggers/webhook.ts";
import { regionOf } from "../shared/region.ts";

/** Credentials that belong to no account, so that no real account can be reached. */
const DUMMY = { accessKey: "offline", secretKey: "offline" } as const;

const settingsOf = (deployment: Deployment): AliyunSettings => soundSettings(deployment, readSettings);

/**
 * For the server on this machine every setting is given, so that the provider needs no cloud. The environment leads its
 * calls there, except Tablestore's: the provider's client for it bypasses every proxy. For Aliyun itself the user's own
 * environment decides. The user's own provider is never used for the server on this machine, because it could
 * carry real credentials.
 */
function provider(deployment: Deployment): ProviderNode {
  const { name, region } = deployment;
  const { endpoint, profile } = settingsOf(deployment);
  const offline = {
    ...DUMMY,
    accountId: OFFLINE_ACCOUNT,
    accountType: "Domestic",
    skipRegionValidation: true,
    endpoints: [{ ots: endpoint }],
  };
  return {
    package: "alicloud",
    name: `${name}-aliyun`,
    inputs: { region, ...(endpoint === undefined ? profile !== undefined && { profile } : offline) },
    replaceable: endpoint === undefined,
  };
}

/** The account of the credentials, which the stack's settings may insist on. */
const accountOf = lift("account", (found: string, wanted: string | undefined) => {
  if (wanted === undefined || wanted === found) return found;
  throw new UserError(
    `This stack belongs to the account ${wanted}, but the credentials are those of ${found}.`,
    "Use credentials of the right account, or correct account in the stack's settings.",
  );
});

function context(deployment: Deployment): AliyunContext {
  const { endpoint, account, domain, kmsInstance, settle } = settingsOf(deployment);
  const found = endpoint === undefined ? lookup("alicloud:index/getAccount:getAccount", {}, "id") : OFFLINE_ACCOUNT;
  return {
    place: { account: endpoint === undefined ? accountOf(found, account) : found, region: regionOf(deployment) },
    settle,
    ...(endpoint !== undefined && { endpoint }),
    ...(domain !== undefined && { domain }),
    ...(kmsInstance !== undefined && { kmsInstance }),
  };
}

/** THE answers to every kind. */
export const lowering: Lowering<AliyunContext> = {
  types: resourceTypes,
  declared: declaredInputs("@pulumi/alicloud", import.meta.url),
  planValues,
  provider,
  context,
  function: lowerFunction,
  resources: { bucket, queue, topic, stream, table, bus, secret, key, api },
  triggers: {
    http,
    webhook,
    schedule,
    queue: queueTrigger,
    topic: topicTrigger,
    bucket: bucketTrigger,
    stream: streamTrigger,
    table: tableTrigger,
    bus: busTrigger,
    log,
  },
  attach: { topic: attachTopic, api: attachApi },
};
