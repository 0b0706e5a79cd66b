import type { ServiceTopicArgs, ServiceTopicState } from "@pulumi/alicloud/message/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, type Spelling, toApi, without } from "../mapping.ts";
import { retag } from "../retag.ts";
import { part, rpc } from "../rpc.ts";
import { numberedTags, tagState } from "../tags.ts";
import { serviceTopicTable } from "./tables.ts";

type Inputs = Plain<ServiceTopicArgs>;
type State = Plain<ServiceTopicState>;

const WRITTEN: Spelling = { style: "pascal" };
/** Requests have `EnableLogging`, responses `LoggingEnabled`. */
const READ: Spelling = { style: "pascal", names: { enableLogging: "LoggingEnabled" } };
const settings = without(serviceTopicTable, "tags", "loggingEnabled");
const readable = without(serviceTopicTable, "tags");

/** https://help.aliyun.com/zh/mns/developer-reference/api-mns-open-2022-01-19-createtopic */
const topicType: ResourceType<AlicloudContext, Inputs, State> = {
  table: serviceTopicTable,

  async create(cloud, inputs) {
    const body = { ...toApi(settings, named(inputs), WRITTEN), ...numberedTags(inputs.tags) };
    await rpc(cloud, "mns", "CreateTopic", body);
    return inputs.topicName;
  },

  async read(cloud, id) {
    const found = part(
      await rpc(cloud, "mns", "GetTopicAttributes", { TopicName: id, RegionId: cloud.region }),
      "Data",
    );
    return { ...fromApi<State>(readable, found, READ), topicName: id, tags: tagState(found.Tags) };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(serviceTopicTable, { ...old }, { ...inputs });
    if ([...changed].some((key) => key !== "tags")) {
      const { maxMessageSize, enableLogging } = named(inputs);
      const body = { TopicName: id, MaxMessageSize: maxMessageSize, EnableLogging: enableLogging };
      await rpc(cloud, "mns", "SetTopicAttributes", body);
    }
    if (changed.has("tags")) await retag(cloud, "mns", "topic", id, old.tags, inputs.tags);
  },

  async delete(cloud, id) {
    await rpc(cloud, "mns", "DeleteTopic", { TopicName: id });
  },

  async find(_cloud, inputs) {
    return inputs.topicName;
  },
};

/** Uses the newer of the two property names for logging. */
function named(inputs: Inputs): Partial<Inputs> {
  return { ...inputs, enableLogging: inputs.enableLogging ?? inputs.loggingEnabled };
}

export const serviceTopic = erase(topicType);
