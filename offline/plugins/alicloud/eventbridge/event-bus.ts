import type { EventBusArgs, EventBusState } from "@pulumi/alicloud/eventbridge/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { part, rpc } from "../rpc.ts";
import { eventBusTable } from "./tables.ts";

type Inputs = Plain<EventBusArgs>;
type State = Plain<EventBusState>;

/** https://help.aliyun.com/zh/eventbridge/developer-reference/api-eventbridge-2020-04-01-createeventbus */
const eventBusType: ResourceType<AlicloudContext, Inputs, State> = {
  table: eventBusTable,

  async create(cloud, { eventBusName, description }) {
    await rpc(cloud, "eventbridge", "CreateEventBus", { EventBusName: eventBusName, Description: description });
    return eventBusName;
  },

  async read(cloud, id) {
    const found = part(await rpc(cloud, "eventbridge", "GetEventBus", { EventBusName: id }), "Data");
    return { description: found.Description ? String(found.Description) : null, eventBusName: id };
  },

  async update(cloud, id, { description = "" }) {
    await rpc(cloud, "eventbridge", "UpdateEventBus", { EventBusName: id, Description: description });
  },

  async delete(cloud, id) {
    await rpc(cloud, "eventbridge", "DeleteEventBus", { EventBusName: id });
  },

  async find(_cloud, inputs) {
    return inputs.eventBusName;
  },
};

export const eventBus = erase(eventBusType);
