import type { InputsOf } from "../graph/provider-types.ts";
import type { AliyunTypes } from "./resource-types.ts";

/** See `Rules.identities`. */
export const identities = {
  "alicloud:eventbridge/eventBus:EventBus": ["eventBusName"],
  "alicloud:eventbridge/rule:Rule": ["eventBusName", "ruleName"],
  "alicloud:fc/v3CustomDomain:V3CustomDomain": ["customDomainName"],
  "alicloud:fc/v3Function:V3Function": ["functionName"],
  "alicloud:fc/v3Trigger:V3Trigger": ["functionName", "triggerName"],
  "alicloud:kms/alias:Alias": ["aliasName"],
  "alicloud:kms/secret:Secret": ["secretName"],
  "alicloud:log/store:Store": ["projectName", "logstoreName"],
  "alicloud:message/serviceQueue:ServiceQueue": ["queueName"],
  "alicloud:message/serviceSubscription:ServiceSubscription": ["topicName", "subscriptionName"],
  "alicloud:message/serviceTopic:ServiceTopic": ["topicName"],
  "alicloud:oos/secretParameter:SecretParameter": ["secretParameterName"],
  "alicloud:oss/bucket:Bucket": ["bucket"],
  "alicloud:ots/table:Table": ["instanceName", "tableName"],
  "alicloud:ots/tunnel:Tunnel": ["instanceName", "tableName", "tunnelName"],
  "alicloud:ram/policy:Policy": ["policyName"],
  "alicloud:ram/role:Role": ["roleName"],
} as const satisfies { readonly [T in keyof AliyunTypes]?: readonly (keyof InputsOf<AliyunTypes, T>)[] };
