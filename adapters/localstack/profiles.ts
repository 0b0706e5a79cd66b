import type { Variant } from "../aws/context.ts";
import { attachRestApi, restApi } from "../aws/resources/api-rest.ts";
import { httpRouteRest } from "../aws/triggers/http-route-rest.ts";
import { scheduleRule } from "../aws/triggers/schedule-rule.ts";
import { native } from "../aws/variant.ts";
import type { Profile } from "./settings.ts";

/**
 * MiniStack asks roles for actions of batches that AWS does not have: there, the action of a single message allows them
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html).
 */
const actions = {
  "sns:Publish": "sns:PublishBatch",
  "sqs:ChangeMessageVisibility": "sqs:ChangeMessageVisibilityBatch",
  "sqs:DeleteMessage": "sqs:DeleteMessageBatch",
  "sqs:SendMessage": "sqs:SendMessageBatch",
};

/** The implementations of the AWS adapter that a server gets. */
export const variants: Readonly<Record<Profile, Variant>> = {
  core: { schedule: scheduleRule, api: { create: restApi, route: httpRouteRest, attach: attachRestApi }, actions },
  full: { ...native, actions },
};
