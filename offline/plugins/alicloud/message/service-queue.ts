import type { ServiceQueueArgs, ServiceQueueState } from "@pulumi/alicloud/message/index.js";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, only, type Spelling, toApi, without } from "../mapping.ts";
import { retag } from "../retag.ts";
import { part, rpc } from "../rpc.ts";
import { numberedTags, tagState } from "../tags.ts";
import { serviceQueueTable } from "./tables.ts";

type Inputs = Plain<ServiceQueueArgs>;
type State = Plain<ServiceQueueState>;

const WRITTEN: Spelling = { style: "pascal", names: { loggingEnabled: "EnableLogging" } };
const READ: Spelling = { style: "pascal" };
/** Newer than the provider's public source, which says how the rest is called. */
const UNSERVED = ["enableSse", "kmsKeyId", "sseAlgorithm", "sseType"];
const readable = without(serviceQueueTable, "tags", "encryptionEnabled", ...UNSERVED);
const settings = without(serviceQueueTable, "tags", ...UNSERVED);

/** https://help.aliyun.com/zh/mns/developer-reference/api-mns-open-2022-01-19-createqueue */
const queueType: ResourceType<AlicloudContext, Inputs, State> = {
  table: serviceQueueTable,
  unserved: UNSERVED,

  async create(cloud, inputs) {
    const body = { ...toApi(settings, { ...inputs }, WRITTEN), ...numberedTags(inputs.tags) };
    await rpc(cloud, "mns", "CreateQueue", body);
    return inputs.queueName;
  },

  async read(cloud, id) {
    const found = part(
      await rpc(cloud, "mns", "GetQueueAttributes", { QueueName: id, RegionId: cloud.region }),
      "Data",
    );
    return { ...fromApi<State>(readable, found, READ), queueName: id, tags: tagState(found.Tags) };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(serviceQueueTable, { ...old }, { ...inputs });
    if ([...changed].some((key) => key !== "tags")) {
      const body: Fields = { QueueName: id, ...toApi(only(serviceQueueTable, ...changed), { ...inputs }, WRITTEN) };
      if (changed.has("dlqPolicy")) body.DlqPolicy = deadLetters(inputs);
      await rpc(cloud, "mns", "SetQueueAttributes", { ...body, Tags: undefined });
    }
    if (changed.has("tags")) await retag(cloud, "mns", "queue", id, old.tags, inputs.tags);
  },

  async delete(cloud, id) {
    await rpc(cloud, "mns", "DeleteQueue", { QueueName: id });
  },

  async find(_cloud, inputs) {
    return inputs.queueName;
  },
};

/** Switched off, the policy is sent without the rest. */
function deadLetters({ dlqPolicy }: Inputs): Fields {
  if (!dlqPolicy?.enabled) return { Enabled: false };
  return toApi(serviceQueueTable.properties.dlqPolicy?.properties ?? {}, { ...dlqPolicy }, WRITTEN);
}

export const serviceQueue = erase(queueType);
