import type { ScheduleGroupArgs, ScheduleGroupState } from "@pulumi/aws/scheduler/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { awsErrors } from "../errors.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { scheduleGroupTable } from "./schedule.table.ts";

type Inputs = Plain<ScheduleGroupArgs>;
type State = Plain<ScheduleGroupState>;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html */
const scheduleGroupType: ResourceType<AwsContext, Inputs, State> = {
  table: scheduleGroupTable,
  autoName: { property: "name", maxLength: 64, prefix: "namePrefix" },

  async create(aws, inputs) {
    const scheduler = await aws.client("scheduler");
    await scheduler.createScheduleGroup({ Name: inputs.name, Tags: tagList(aws.tags(inputs)) });
    return inputs.name ?? "";
  },

  async read(aws, id) {
    const scheduler = await aws.client("scheduler");
    const found = await scheduler.getScheduleGroup({ Name: id });
    if (found.State === "DELETING") return undefined;
    const { Tags } = await scheduler.listTagsForResource({ ResourceArn: found.Arn });
    return {
      arn: found.Arn,
      creationDate: found.CreationDate?.toISOString(),
      lastModificationDate: found.LastModificationDate?.toISOString(),
      name: found.Name,
      state: found.State,
      ...aws.tagState(tagMap(Tags)),
    };
  },

  async update(aws, _id, inputs, old) {
    const scheduler = await aws.client("scheduler");
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await scheduler.untagResource({ ResourceArn: old.arn, TagKeys: remove });
    if (Object.keys(set).length > 0) await scheduler.tagResource({ ResourceArn: old.arn, Tags: tagList(set) });
  },

  /** Deletes its schedules with it, which takes a while. */
  async delete(aws, id) {
    const scheduler = await aws.client("scheduler");
    await scheduler.deleteScheduleGroup({ Name: id });
    const gone = async () => {
      try {
        await scheduler.getScheduleGroup({ Name: id });
        return false;
      } catch (error) {
        if (awsErrors.isGone(error)) return true;
        throw error;
      }
    };
    const done = await until(gone, { right: Boolean, seconds: 300, signal: aws.signal });
    if (!done) throw new Error(`Schedule group ${id} is still being deleted.`);
  },

  async find(_aws, inputs) {
    return inputs.name;
  },
};

export const scheduleGroup = erase(scheduleGroupType);
