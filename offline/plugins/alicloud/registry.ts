import type { AnyResourceType } from "../server/resource-type.ts";
import type { AlicloudContext } from "./clients.ts";
import { eventBus } from "./eventbridge/event-bus.ts";
import { rule } from "./eventbridge/rule.ts";
import { serviceLinkedRole } from "./eventbridge/service-linked-role.ts";
import { v3Alias } from "./fc/alias.ts";
import { v3AsyncInvokeConfig, v3ConcurrencyConfig, v3ProvisionConfig } from "./fc/configs.ts";
import { v3CustomDomain } from "./fc/custom-domain.ts";
import { v3Function } from "./fc/function.ts";
import { v3FunctionVersion } from "./fc/function-version.ts";
import { v3LayerVersion } from "./fc/layer-version.ts";
import { v3Trigger } from "./fc/trigger.ts";
import { v3VpcBinding } from "./fc/vpc-binding.ts";
import { alias as keyAlias } from "./kms/alias.ts";
import { key } from "./kms/key.ts";
import { secret } from "./kms/secret.ts";
import { project } from "./log/project.ts";
import { store } from "./log/store.ts";
import { storeIndex } from "./log/store-index.ts";
import { serviceQueue } from "./message/service-queue.ts";
import { serviceSubscription } from "./message/service-subscription.ts";
import { serviceTopic } from "./message/service-topic.ts";
import { parameter } from "./oos/parameter.ts";
import { secretParameter } from "./oos/secret-parameter.ts";
import { bucket } from "./oss/bucket.ts";
import { bucketObject } from "./oss/bucket-object.ts";
import {
  bucketAcl,
  bucketCors,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryption,
  bucketVersioning,
} from "./oss/bucket-settings.ts";
import { instance } from "./ots/instance.ts";
import { secondaryIndex } from "./ots/secondary-index.ts";
import { table } from "./ots/table.ts";
import { tunnel } from "./ots/tunnel.ts";
import { policy } from "./ram/policy.ts";
import { role } from "./ram/role.ts";
import { rolePolicyAttachment } from "./ram/role-policy-attachment.ts";

/** Every resource type that the offline plugin serves, by its table's token. */
const TYPES: readonly AnyResourceType<AlicloudContext>[] = [
  // eventbridge
  eventBus,
  rule,
  serviceLinkedRole,
  // fc
  v3Alias,
  v3AsyncInvokeConfig,
  v3ConcurrencyConfig,
  v3CustomDomain,
  v3Function,
  v3FunctionVersion,
  v3LayerVersion,
  v3ProvisionConfig,
  v3Trigger,
  v3VpcBinding,
  // kms
  key,
  keyAlias,
  secret,
  // log
  project,
  store,
  storeIndex,
  // message
  serviceQueue,
  serviceSubscription,
  serviceTopic,
  // oos
  parameter,
  secretParameter,
  // oss
  bucket,
  bucketAcl,
  bucketCors,
  bucketObject,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryption,
  bucketVersioning,
  // ots
  instance,
  secondaryIndex,
  table,
  tunnel,
  // ram
  policy,
  role,
  rolePolicyAttachment,
];

export const registry: ReadonlyMap<string, AnyResourceType<AlicloudContext>> = new Map(
  TYPES.map((type) => [type.table.token, type]),
);
