import type { InputsOf } from "../graph/provider-types.ts";
import type { AwsTypes } from "./resource-types.ts";

/** See `Rules.identities`. */
export const identities = {
  "aws:apigatewayv2/domainName:DomainName": ["domainName"],
  "aws:cloudwatch/eventBus:EventBus": ["name"],
  "aws:cloudwatch/eventRule:EventRule": ["eventBusName", "name"],
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": ["logGroup", "name"],
  "aws:dynamodb/table:Table": ["name"],
  "aws:iam/role:Role": ["name"],
  "aws:kinesis/stream:Stream": ["name"],
  "aws:kms/alias:Alias": ["name"],
  "aws:lambda/function:Function": ["name"],
  "aws:lambda/permission:Permission": ["function", "qualifier", "statementId"],
  "aws:s3/bucket:Bucket": ["bucket"],
  "aws:scheduler/schedule:Schedule": ["name"],
  "aws:secretsmanager/secret:Secret": ["name"],
  "aws:sns/topic:Topic": ["name"],
  "aws:sqs/queue:Queue": ["name"],
} as const satisfies { readonly [T in keyof AwsTypes]?: readonly (keyof InputsOf<AwsTypes, T>)[] };
