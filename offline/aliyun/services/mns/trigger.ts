import type { EventSource, TriggerBinding } from "../../core/ports.ts";
import { isRetryStrategy, RETRY_STRATEGIES } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import { invalidArgument } from "./errors.ts";
import type { ContentFormat, MnsState, Topic } from "./state.ts";

const KEYS = ["filterTag", "notifyContentFormat", "notifyStrategy"];
const FORMATS: readonly ContentFormat[] = ["STREAM", "JSON", "SIMPLIFIED"];

/** Triggers of functions by topics: FC subscribes for them. */
export function topicTriggers(world: World, state: MnsState): EventSource {
  const topicOf = (trigger: TriggerBinding): Topic => {
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
      settingsOf(trigger);
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

const subscriptionName = ({ functionName, triggerName }: TriggerBinding): string => `fc-${functionName}-${triggerName}`;

function settingsOf({ config }: TriggerBinding) {
  const unknown = Object.keys(config).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw invalidArgument(`triggerConfig of an mns_topic trigger has no ${unknown}; it has ${KEYS.join(", ")}.`);
  }
  const { filterTag, notifyContentFormat = "STREAM", notifyStrategy = "BACKOFF_RETRY" } = config;
  const format = FORMATS.find((one) => one === notifyContentFormat);
  if (!format) throw invalidArgument(`notifyContentFormat must be one of ${FORMATS.join(", ")}.`);
  if (!isRetryStrategy(notifyStrategy)) {
    throw invalidArgument(`notifyStrategy must be one of ${RETRY_STRATEGIES.join(", ")}.`);
  }
  if (filterTag !== undefined && (typeof filterTag !== "string" || filterTag.length > 16)) {
    throw invalidArgument("filterTag must be a text of at most 16 characters.");
  }
  return { format, strategy: notifyStrategy, ...(filterTag && { filterTag }) };
}
