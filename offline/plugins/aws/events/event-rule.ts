import type { RuleState } from "@aws-sdk/client-eventbridge";
import type { EventRuleArgs, EventRuleState } from "@pulumi/aws/cloudwatch/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagList } from "../tags.ts";
import { tag, tagsOf } from "./event-bus.ts";
import { eventRuleTable } from "./event-rule.table.ts";
import { DEFAULT_BUS, splitReference } from "./reference.ts";

type Inputs = Plain<EventRuleArgs>;
type State = Plain<EventRuleState>;

const eventRuleType: ResourceType<AwsContext, Inputs, State> = {
  table: eventRuleTable,
  autoName: { property: "name", maxLength: 64, prefix: "namePrefix" },

  async create(aws, inputs) {
    const events = await aws.client("events");
    const { eventBusName: bus = DEFAULT_BUS, name = "" } = inputs;
    await events.putRule({ Name: name, ...settings(inputs), Tags: tagList(aws.tags(inputs)) });
    return bus === DEFAULT_BUS ? name : `${bus}/${name}`;
  },

  async read(aws, id, last) {
    const events = await aws.client("events");
    const [eventBusName, Name] = split(id);
    const rule = await events.describeRule({ Name, EventBusName: eventBusName });
    return {
      arn: rule.Arn,
      description: rule.Description || null,
      eventBusName,
      eventPattern: rule.EventPattern ?? null,
      // `state` says the same, and a program that was made from an import must not give both.
      isEnabled: last.isEnabled === undefined ? undefined : rule.State !== "DISABLED",
      name: rule.Name,
      roleArn: rule.RoleArn ?? null,
      scheduleExpression: rule.ScheduleExpression || null,
      state: rule.State,
      ...aws.tagState(await tagsOf(events, rule.Arn)),
    };
  },

  async update(aws, id, inputs, old) {
    const events = await aws.client("events");
    const [, Name] = split(id);
    // An absent description takes the old one away from AWS, but not from every server; an empty one does everywhere.
    await events.putRule({ Name, ...settings(inputs), Description: inputs.description ?? "" });
    await tag(events, old.arn, old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id, last) {
    const [EventBusName, Name] = split(id);
    await (await aws.client("events")).deleteRule({ Name, EventBusName, Force: last.forceDestroy });
  },
};

function settings(inputs: Inputs) {
  const enabled = inputs.isEnabled === undefined ? undefined : inputs.isEnabled ? "ENABLED" : "DISABLED";
  return {
    EventBusName: inputs.eventBusName,
    Description: inputs.description,
    EventPattern: inputs.eventPattern,
    RoleArn: inputs.roleArn,
    ScheduleExpression: inputs.scheduleExpression,
    State: (inputs.state ?? enabled) as RuleState | undefined,
  };
}

function split(id: string): readonly [bus: string, rule: string] {
  const [bus, rest] = splitReference(id, 1);
  const [rule] = rest;
  if (rule) return [bus, rule];
  throw new UserError(`"${id}" is not the id of an event rule.`, "Write it as <rule>, or <event bus>/<rule>.");
}

export const eventRule = erase(eventRuleType);
