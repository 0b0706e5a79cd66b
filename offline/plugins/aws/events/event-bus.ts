import type { EventBridge, IncludeDetail, Level } from "@aws-sdk/client-eventbridge";
import type { EventBusArgs, EventBusState } from "@pulumi/aws/cloudwatch/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { eventBusTable } from "./event-bus.table.ts";

type Inputs = Plain<EventBusArgs>;
type State = Plain<EventBusState>;

const eventBusType: ResourceType<AwsContext, Inputs, State> = {
  table: eventBusTable,
  autoName: { property: "name", maxLength: 256 },

  async create(aws, inputs) {
    const events = await aws.client("events");
    const Name = inputs.name ?? "";
    const EventSourceName = inputs.eventSourceName;
    await events.createEventBus({ Name, EventSourceName, Tags: tagList(aws.tags(inputs)), ...settings(inputs) });
    return Name;
  },

  async read(aws, id) {
    const events = await aws.client("events");
    const bus = await events.describeEventBus({ Name: id });
    const { DeadLetterConfig: deadLetters, LogConfig: log } = bus;
    return {
      arn: bus.Arn,
      deadLetterConfig: deadLetters?.Arn ? { arn: deadLetters.Arn } : null,
      description: bus.Description || null,
      kmsKeyIdentifier: bus.KmsKeyIdentifier ?? null,
      logConfig: log ? { includeDetail: log.IncludeDetail, level: log.Level } : null,
      name: bus.Name,
      ...aws.tagState(await tagsOf(events, bus.Arn)),
    };
  },

  async update(aws, id, inputs, old) {
    const events = await aws.client("events");
    if (JSON.stringify(settings(inputs)) !== JSON.stringify(settings(old))) {
      await events.updateEventBus({ Name: id, ...settings(inputs), Description: inputs.description ?? "" });
    }
    await tag(events, old.arn, old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id) {
    await (await aws.client("events")).deleteEventBus({ Name: id });
  },

  find: async (_aws, inputs) => inputs.name,
};

function settings({ deadLetterConfig, description, kmsKeyIdentifier, logConfig }: Partial<Inputs>) {
  return {
    DeadLetterConfig: deadLetterConfig && { Arn: deadLetterConfig.arn },
    Description: description,
    KmsKeyIdentifier: kmsKeyIdentifier,
    LogConfig: logConfig && {
      IncludeDetail: logConfig.includeDetail as IncludeDetail,
      Level: logConfig.level as Level,
    },
  };
}

/** Tags of a bus or a rule. */
export async function tagsOf(events: EventBridge, arn: string | undefined): Promise<Record<string, string>> {
  return tagMap((await events.listTagsForResource({ ResourceARN: arn })).Tags);
}

/** Changes the tags of a bus or a rule from one state to the other. */
export async function tag(
  events: EventBridge,
  arn: string | undefined,
  from: Record<string, string> | undefined,
  to: Record<string, string>,
): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  if (remove.length > 0) await events.untagResource({ ResourceARN: arn, TagKeys: remove });
  if (Object.keys(set).length > 0) await events.tagResource({ ResourceARN: arn, Tags: tagList(set) });
}

export const eventBus = erase(eventBusType);
