import type { Deployment } from "../contract.ts";
import { declaredInputs } from "../graph/declared-inputs.ts";
import type { Lowering, ProviderNode } from "../graph/lowering.ts";
import { type AwsContext, place } from "./context.ts";
import { lowerFunction } from "./function.ts";
import { planValues } from "./plan-values.ts";
import { resourceTypes } from "./resource-types.ts";
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

/** The lowering of an app to a graph, for a way of making the provider and a context. */
export const loweringWith = (own: Pick<Lowering<AwsContext>, "provider" | "context">): Lowering<AwsContext> => ({
  ...own,
  types: resourceTypes,
  declared: declaredInputs("@pulumi/aws", import.meta.url),
  planValues,
  function: lowerFunction,
  resources: {
    bucket,
    queue,
    topic,
    stream,
    table,
    bus,
    secret,
    key,
    api: (scope, resource) => scope.context.variant.api.create(scope, resource),
  },
  triggers: {
    http,
    webhook,
    schedule: (scope, trigger) => scope.context.variant.schedule(scope, trigger),
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
    api: (scope, resource) => scope.context.variant.api.attach(scope, resource),
  },
});

const provider = ({ name, region, settings }: Deployment): ProviderNode => ({
  package: "aws",
  name: `${name}-aws`,
  inputs: {
    region,
    ...(typeof settings.profile === "string" && { profile: settings.profile }),
    ...(typeof settings.account === "string" && { allowedAccountIds: [settings.account] }),
    ...(typeof settings.role === "string" && { assumeRoles: [{ roleArn: settings.role }] }),
  },
  replaceable: true,
});

export const lowering = loweringWith({ provider, context: () => ({ place, variant: native }) });
