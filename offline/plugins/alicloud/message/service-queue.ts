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

const READ: Spelling = { style: "pascal", names: { enableSse: "EnableSSE" } };
const WRITTEN: Spelling = { ...READ, names: { ...READ.names, loggingEnabled: "EnableLogging" } };
/** Sent together, or not at all. */
const ENCRYPTION = ["enableSse", "kmsKeyId", "sseAlgorithm", "sseType"];
const readable = without(serviceQueueTable, "tags", "encryptionEnabled");
const settings = without(serviceQueueTable, "tags");

/** https://help.aliyun.com/zh/mns/developer-reference/api-mns-open-2022-01-19-createqueue */
const queueType: ResourceType<AlicloudContext, Inputs, State> = {
  table: serviceQueueTable,

  async create(cloud, inputs) {
    // A new queue is not encrypted. The provider stores encryption only for encrypted queues.
    const given = inputs.enableSse ? inputs : { ...inputs, enableSse: undefined };
    const body = { ...toApi(settings, given, WRITTEN), ...numberedTags(inputs.tags) };
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
    if (ENCRYPTION.some((key) => changed.has(key))) for (const key of ENCRYPTION) changed.add(key);
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

/** A disabled policy is sent without its other fields. */
function deadLetters({ dlqPolicy }: Inputs): Fields {
  if (!dlqPolicy?.enabled) return { Enabled: false };
  return toApi(serviceQueueTable.properties.dlqPolicy?.properties ?? {}, { ...dlqPolicy }, WRITTEN);
}

export const serviceQueue = erase(queueType);
