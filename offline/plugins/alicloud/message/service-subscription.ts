import type { ServiceSubscriptionArgs, ServiceSubscriptionState } from "@pulumi/alicloud/message/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fromApi, type Spelling, toApi, without } from "../mapping.ts";
import { part, rpc } from "../rpc.ts";
import { serviceSubscriptionTable } from "./tables.ts";

type Inputs = Plain<ServiceSubscriptionArgs>;
type State = Plain<ServiceSubscriptionState>;

const WRITTEN: Spelling = { style: "pascal", names: { filterTag: "MessageTag" } };
const READ: Spelling = { style: "pascal" };
/** The provider does not read the push type and the role. */
const readable = without(serviceSubscriptionTable, "pushType", "stsRoleArn");

/** https://help.aliyun.com/zh/mns/developer-reference/api-mns-open-2022-01-19-subscribe */
const subscriptionType: ResourceType<AlicloudContext, Inputs, State> = {
  table: serviceSubscriptionTable,

  async create(cloud, inputs) {
    await rpc(cloud, "mns", "Subscribe", toApi(serviceSubscriptionTable.properties, { ...inputs }, WRITTEN));
    return `${inputs.topicName}:${inputs.subscriptionName}`;
  },

  async read(cloud, id) {
    const found = part(await rpc(cloud, "mns", "GetSubscriptionAttributes", names(id)), "Data");
    return fromApi<State>(readable, found, READ);
  },

  /**
   * Only the retry strategy and the dead-letter policy change. As in the provider, another `pushType` makes no call.
   */
  async update(cloud, id, { notifyStrategy, dlqPolicy }) {
    const { enabled = false, deadLetterTargetQueue } = dlqPolicy ?? {};
    const DlqPolicy = enabled ? { Enabled: true, DeadLetterTargetQueue: deadLetterTargetQueue } : { Enabled: false };
    const body = { ...names(id), NotifyStrategy: notifyStrategy, DlqPolicy };
    await rpc(cloud, "mns", "SetSubscriptionAttributes", body);
  },

  async delete(cloud, id) {
    await rpc(cloud, "mns", "Unsubscribe", names(id));
  },

  async find(_cloud, inputs) {
    return `${inputs.topicName}:${inputs.subscriptionName}`;
  },
};

function names(id: string) {
  const { topicName, subscriptionName } = partsOf(id, ["topicName", "subscriptionName"]);
  return { TopicName: topicName, SubscriptionName: subscriptionName };
}

export const serviceSubscription = erase(subscriptionType);
