import { getAccountOutput } from "@pulumi/alicloud/getAccount.js";
import { Provider, type ProviderArgs } from "@pulumi/alicloud/provider.js";
import { all, type Output, output, type ProviderResource } from "@pulumi/pulumi";
import { SpecError, UserError } from "../../model/errors.ts";
import type { Deployer, Deployment } from "../contract.ts";
import type { Place } from "./arns.ts";
import type { AliyunFacts } from "./facts.ts";
import { createFunction } from "./function.ts";
import { imagined } from "./imagined.ts";
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

/** Credentials that no account has: whatever happens, a real one can't be reached with them. */
const DUMMY = { accessKey: "offline", secretKey: "offline" } as const;

/**
 * For the server on this machine everything is said, so that the provider asks nobody; how its calls get there is the
 * environment's affair, but for Tablestore's: the provider's client for it goes past every proxy. For Aliyun itself the
 * user's own environment decides.
 */
const providerArgs = (region: string, { endpoint, profile }: AliyunSettings): ProviderArgs =>
  endpoint === undefined
    ? { region, ...(profile !== undefined && { profile }) }
    : {
        region,
        ...DUMMY,
        accountId: OFFLINE_ACCOUNT,
        accountType: "Domestic",
        skipRegionValidation: true,
        endpoints: [{ ots: endpoint }],
      };

/** The user's own provider is never used for the server on this machine, because it could carry real credentials. */
function providerOf(
  { name, region }: Deployment,
  settings: AliyunSettings,
  { parent, provider }: Parameters<Deployer["open"]>[1],
): ProviderResource {
  if (provider !== undefined && settings.endpoint === undefined) return provider;
  return new Provider(`${name}-aliyun`, providerArgs(region, settings), { parent });
}

/** Where the deployment goes. A provider of the user's own may be for another region than the stack file says. */
function placeOf({ region }: Deployment, settings: AliyunSettings, provider: ProviderResource): Output<Place> {
  if (settings.endpoint !== undefined) return output({ account: OFFLINE_ACCOUNT, region });
  const known = (provider as Partial<Pick<Provider, "region">>).region ?? output(region);
  return all([getAccountOutput({ provider }).id, known]).apply(([account, where]) => {
    if (settings.account !== undefined && settings.account !== account) throw wrongAccount(settings.account, account);
    return { account, region: where ?? region };
  });
}

const wrongAccount = (wanted: string, found: string): UserError =>
  new UserError(
    `This stack belongs to the account ${wanted}, but the credentials are those of ${found}.`,
    "Use credentials of the right account, or correct account in the stack's settings.",
  );

/** THE answers to every kind, for `infra`. */
const deployer: Deployer<AliyunFacts> = {
  open(deployment, options) {
    const { settings, problems } = readSettings(deployment);
    if (problems.length > 0) throw new SpecError(problems, `settings of ${deployment.name}`);
    const { endpoint, domain, kmsInstance, settle } = settings;
    const provider = providerOf(deployment, settings, options);
    const place = placeOf(deployment, settings, provider);
    return {
      provider,
      facts: {
        place,
        provider,
        settle,
        ...(endpoint !== undefined && { endpoint }),
        ...(domain !== undefined && { domain }),
        ...(kmsInstance !== undefined && { kmsInstance }),
      },
    };
  },
  imagined,
  function: createFunction,
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

export default deployer;
