import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { getPartitionOutput } from "@pulumi/aws/getPartition.js";
import { getRegionOutput } from "@pulumi/aws/getRegion.js";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider.js";
import { all, type ProviderResource } from "@pulumi/pulumi";
import type { Deployer, Deployment, Opened } from "../contract.ts";
import type { AwsFacts } from "./facts.ts";
import { createFunction } from "./function.ts";
import { imagined } from "./imagined.ts";
import { attachBucket, bucket } from "./resources/bucket.ts";
import { bus } from "./resources/bus.ts";
import { attachKey, key } from "./resources/key.ts";
import { attachQueue, queue } from "./resources/queue.ts";
import { secret } from "./resources/secret.ts";
import { stream } from "./resources/stream.ts";
import { table } from "./resources/table.ts";
import { attachTopic, topic } from "./resources/topic.ts";
import { bucket as bucketTrigger } from "./triggers/bucket.ts";
import { bus as busTrigger } from "./triggers/bus.ts";
import { http } from "./triggers/http.ts";
import { log } from "./triggers/log.ts";
import { queue as queueTrigger } from "./triggers/queue.ts";
import { stream as streamTrigger } from "./triggers/stream.ts";
import { table as tableTrigger } from "./triggers/table.ts";
import { topic as topicTrigger } from "./triggers/topic.ts";
import { webhook } from "./triggers/webhook.ts";
import { native } from "./variant.ts";

type Open = Deployer<AwsFacts>["open"];

/** Asks the provider once where the deployment lives. */
export function factsOf(provider: ProviderResource, fixed: Omit<AwsFacts, "place" | "provider">): AwsFacts {
  const identity = getCallerIdentityOutput({}, { provider });
  const region = getRegionOutput({}, { provider });
  const partition = getPartitionOutput({}, { provider });
  const place = all([identity, region, partition]).apply(([who, where, what]) => ({
    account: who.accountId,
    region: where.region,
    partition: what.partition,
    dnsSuffix: what.dnsSuffix,
  }));
  return { ...fixed, provider, place };
}

const providerArgs = ({ region, settings }: Deployment): ProviderArgs => ({
  region: region as ProviderArgs["region"],
  ...(typeof settings.profile === "string" && { profile: settings.profile }),
  ...(typeof settings.account === "string" && { allowedAccountIds: [settings.account] }),
  ...(typeof settings.role === "string" && { assumeRoles: [{ roleArn: settings.role }] }),
});

const open: Open = (deployment, options): Opened<AwsFacts> => {
  const provider =
    options.provider ?? new Provider(`${deployment.name}-aws`, providerArgs(deployment), { parent: options.parent });
  return { provider, facts: factsOf(provider, { variant: native }) };
};

/** The half of the adapter that creates resources, for a way of opening the provider. */
export const deployerWith = (opening: Open): Deployer<AwsFacts> => ({
  open: opening,
  imagined,
  function: createFunction,
  resources: {
    bucket,
    queue,
    topic,
    stream,
    table,
    bus,
    secret,
    key,
    api: (scope, resource) => scope.facts.variant.api.create(scope, resource),
  },
  triggers: {
    http,
    webhook,
    schedule: (scope, trigger) => scope.facts.variant.schedule(scope, trigger),
    queue: queueTrigger,
    topic: topicTrigger,
    bucket: bucketTrigger,
    stream: streamTrigger,
    table: tableTrigger,
    bus: busTrigger,
    log,
  },
  attach: {
    bucket: attachBucket,
    queue: attachQueue,
    key: attachKey,
    topic: attachTopic,
    api: (scope, resource) => scope.facts.variant.api.attach(scope, resource),
  },
});

export default deployerWith(open);
