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
import { role } from "./iam/role.ts";
import { stream } from "./kinesis/stream.ts";
import { secret } from "./secretsmanager/secret.ts";
import { secretVersion } from "./secretsmanager/secret-version.ts";
import { topic } from "./sns/topic.ts";
import { topicPolicy } from "./sns/topic-policy.ts";
import { topicSubscription } from "./sns/topic-subscription.ts";
import { queue } from "./sqs/queue.ts";
import { queuePolicy } from "./sqs/queue-policy.ts";
import { redriveAllowPolicy } from "./sqs/redrive-allow-policy.ts";
import { redrivePolicy } from "./sqs/redrive-policy.ts";

/** Every resource type that the offline plugin serves, by its table's token. One line per type. */
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
  role,
];

export const registry: ReadonlyMap<string, AnyResourceType<AwsContext>> = new Map(
  TYPES.map((type) => [type.table.token, type]),
);
