import type { EventSource, TriggerBinding } from "../../core/ports.ts";
import type { World } from "../../core/world.ts";
import { invalidArgument } from "./errors.ts";
import type { MnsState, Topic } from "./state.ts";

type TopicTrigger = TriggerBinding<"mns_topic">;

/** Triggers of functions by topics: FC subscribes for them. */
export function topicTriggers(world: World, state: MnsState): EventSource<"mns_topic"> {
  const topicOf = (trigger: TopicTrigger): Topic => {
    const [, region = "", name = ""] = /^acs:mns:([^:]+):[^:]+:\/?topics\/([^/]+)$/.exec(trigger.sourceArn ?? "") ?? [];
    if (name === "") {
      throw invalidArgument(`sourceArn must be acs:mns:<region>:<account>:/topics/<name>, not ${trigger.sourceArn}.`);
    }
    if (region !== trigger.region) {
      throw invalidArgument(`The topic ${name} is in ${region}, the function in ${trigger.region}.`);
    }
    return state.topic(region, name);
  };
  return {
    check: (trigger) => {
      topicOf(trigger);
      if (trigger.invocationRole === undefined) throw invalidArgument("An mns_topic trigger needs an invocationRole.");
    },
    attach: (trigger) => {
      const topic = topicOf(trigger);
      const now = world.clock.now();
      const name = subscriptionName(trigger);
      topic.subscriptions.set(name, {
        name,
        endpoint: `acs:fc:${trigger.region}:${world.account}:functions/${trigger.functionName}`,
        ...settingsOf(trigger),
        ...(trigger.invocationRole !== undefined && { roleArn: trigger.invocationRole }),
        created: now,
        modified: now,
        trigger: { functionName: trigger.functionName, qualifier: trigger.qualifier },
      });
    },
    detach: (trigger) => {
      // The topic may be gone by now.
      for (const topic of state.topics.values()) {
        if (topic.region === trigger.region) topic.subscriptions.delete(subscriptionName(trigger));
      }
    },
  };
}

const subscriptionName = ({ functionName, triggerName }: TopicTrigger): string => `fc-${functionName}-${triggerName}`;

const settingsOf = ({ config }: TopicTrigger) => ({
  format: config.notifyContentFormat,
  strategy: config.notifyStrategy,
  ...(config.filterTag && { filterTag: config.filterTag }),
});
