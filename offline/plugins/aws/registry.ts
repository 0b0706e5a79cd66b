import type { AnyResourceType } from "../server/resource-type.ts";
import { authorizer as restAuthorizer } from "./apigateway/authorizer.ts";
import { deployment as restDeployment } from "./apigateway/deployment.ts";
import { integration as restIntegration } from "./apigateway/integration.ts";
import { integrationResponse } from "./apigateway/integration-response.ts";
import { method } from "./apigateway/method.ts";
import { methodResponse } from "./apigateway/method-response.ts";
import { resource } from "./apigateway/resource.ts";
import { restApi } from "./apigateway/rest-api.ts";
import { stage as restStage } from "./apigateway/stage.ts";
import { api } from "./apigatewayv2/api.ts";
import { apiMapping } from "./apigatewayv2/api-mapping.ts";
import { authorizer as httpAuthorizer } from "./apigatewayv2/authorizer.ts";
import { deployment as httpDeployment } from "./apigatewayv2/deployment.ts";
import { domainName } from "./apigatewayv2/domain-name.ts";
import { integration as httpIntegration } from "./apigatewayv2/integration.ts";
import { route } from "./apigatewayv2/route.ts";
import { stage as httpStage } from "./apigatewayv2/stage.ts";
import type { AwsContext } from "./clients.ts";
import { table } from "./dynamodb/table.ts";
import { eventBus } from "./events/event-bus.ts";
import { eventRule } from "./events/event-rule.ts";
import { eventTarget } from "./events/event-target.ts";
import { policy } from "./iam/policy.ts";
import { role } from "./iam/role.ts";
import { rolePolicy } from "./iam/role-policy.ts";
import { rolePolicyAttachment } from "./iam/role-policy-attachment.ts";
import { stream } from "./kinesis/stream.ts";
import { alias as keyAlias } from "./kms/alias.ts";
import { key } from "./kms/key.ts";
import { keyPolicy } from "./kms/key-policy.ts";
import { alias } from "./lambda/alias.ts";
import { functionEventInvokeConfig } from "./lambda/event-invoke-config.ts";
import { eventSourceMapping } from "./lambda/event-source-mapping.ts";
import { lambdaFunction } from "./lambda/function.ts";
import { functionUrl } from "./lambda/function-url.ts";
import { layerVersion } from "./lambda/layer-version.ts";
import { permission } from "./lambda/permission.ts";
import { provisionedConcurrencyConfig } from "./lambda/provisioned-concurrency-config.ts";
import { logGroup } from "./logs/log-group.ts";
import { logSubscriptionFilter } from "./logs/log-subscription-filter.ts";
import { bucket } from "./s3/bucket.ts";
import { bucketOwnershipControls, bucketPolicy, bucketPublicAccessBlock } from "./s3/bucket-access.ts";
import { bucketCorsConfiguration } from "./s3/bucket-cors-configuration.ts";
import { bucketServerSideEncryptionConfiguration } from "./s3/bucket-encryption.ts";
import { bucketLifecycleConfiguration } from "./s3/bucket-lifecycle-configuration.ts";
import { bucketNotification } from "./s3/bucket-notification.ts";
import { bucketObject, bucketObjectv2 } from "./s3/bucket-object.ts";
import { bucketVersioning } from "./s3/bucket-versioning.ts";
import { schedule } from "./scheduler/schedule.ts";
import { scheduleGroup } from "./scheduler/schedule-group.ts";
import { secret } from "./secretsmanager/secret.ts";
import { secretVersion } from "./secretsmanager/secret-version.ts";
import { topic } from "./sns/topic.ts";
import { topicPolicy } from "./sns/topic-policy.ts";
import { topicSubscription } from "./sns/topic-subscription.ts";
import { queue } from "./sqs/queue.ts";
import { queuePolicy } from "./sqs/queue-policy.ts";
import { redriveAllowPolicy } from "./sqs/redrive-allow-policy.ts";
import { redrivePolicy } from "./sqs/redrive-policy.ts";

/** Every resource type that the offline plugin serves, by its table's token. */
const TYPES: readonly AnyResourceType<AwsContext>[] = [
  // apigateway
  restAuthorizer,
  restDeployment,
  restIntegration,
  integrationResponse,
  method,
  methodResponse,
  resource,
  restApi,
  restStage,
  // apigatewayv2
  api,
  apiMapping,
  httpAuthorizer,
  httpDeployment,
  domainName,
  httpIntegration,
  route,
  httpStage,
  // dynamodb
  table,
  // events
  eventBus,
  eventRule,
  eventTarget,
  // kinesis
  stream,
  // kms
  key,
  keyAlias,
  keyPolicy,
  // secretsmanager
  secret,
  secretVersion,
  // sns
  topic,
  topicPolicy,
  topicSubscription,
  // sqs
  queue,
  queuePolicy,
  redriveAllowPolicy,
  redrivePolicy,
  // iam
  policy,
  role,
  rolePolicy,
  rolePolicyAttachment,
  // lambda
  alias,
  eventSourceMapping,
  functionEventInvokeConfig,
  functionUrl,
  lambdaFunction,
  layerVersion,
  permission,
  provisionedConcurrencyConfig,
  // logs
  logGroup,
  logSubscriptionFilter,
  // s3
  bucket,
  bucketCorsConfiguration,
  bucketLifecycleConfiguration,
  bucketNotification,
  bucketObject,
  bucketObjectv2,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
  // scheduler
  schedule,
  scheduleGroup,
];

export const registry: ReadonlyMap<string, AnyResourceType<AwsContext>> = new Map(
  TYPES.map((type) => [type.table.token, type]),
);
