import type { TopicSubscriptionArgs, TopicSubscriptionState } from "@pulumi/aws/sns/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type Readable, type ResourceType } from "../../server/resource-type.ts";
import { AttributeMap } from "../attributes.ts";
import type { AwsContext } from "../clients.ts";
import { until } from "../wait.ts";
import { topicSubscriptionTable } from "./topic-subscription.table.ts";

type Inputs = Plain<TopicSubscriptionArgs>;
type State = Plain<TopicSubscriptionState>;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const attributes = new AttributeMap(
  topicSubscriptionTable,
  {
    arn: "SubscriptionArn",
    confirmationWasAuthenticated: "ConfirmationWasAuthenticated",
    deliveryPolicy: "DeliveryPolicy",
    endpoint: "Endpoint",
    filterPolicy: "FilterPolicy",
    filterPolicyScope: "FilterPolicyScope",
    ownerId: "Owner",
    pendingConfirmation: "PendingConfirmation",
    protocol: "Protocol",
    rawMessageDelivery: "RawMessageDelivery",
    redrivePolicy: "RedrivePolicy",
    replayPolicy: "ReplayPolicy",
    subscriptionRoleArn: "SubscriptionRoleArn",
    topic: "TopicArn",
  },
  ["deliveryPolicy", "filterPolicy", "filterPolicyScope", "redrivePolicy", "replayPolicy", "subscriptionRoleArn"],
);

const topicSubscriptionType: ResourceType<AwsContext, Inputs, State> = {
  table: topicSubscriptionTable,

  async create(aws, inputs) {
    const { Endpoint, Protocol, TopicArn, ...Attributes } = attributes.ofNew(inputs);
    const request = { Endpoint, Protocol, TopicArn, Attributes, ReturnSubscriptionArn: true };
    const { SubscriptionArn = "" } = await (await aws.client("sns")).subscribe(request);
    return finish(SubscriptionArn, () => confirmed(aws, SubscriptionArn, inputs));
  },

  async read(aws, id) {
    const { Attributes } = await (await aws.client("sns")).getSubscriptionAttributes({ SubscriptionArn: id });
    if (!Attributes) return undefined;
    const state: Readable<State> = attributes.toState(Attributes);
    // An empty filter removes it, and a scope without a filter has no effect.
    return state.filterPolicy === "{}" ? { ...state, filterPolicy: null, filterPolicyScope: null } : state;
  },

  async update(aws, id, inputs, old) {
    const changes = attributes.ofChange(withScope(inputs), old);
    const { FilterPolicyScope: scope, ...others } = changes;
    // A nested filter is valid for bodies only, a flat one for both. So the scope of bodies is set first, the other one
    // last.
    if (scope === "MessageBody") await setAttribute(aws, id, "FilterPolicyScope", scope);
    for (const [name, value] of Object.entries(others)) await setAttribute(aws, id, name, value);
    if (scope === "MessageAttributes") await setAttribute(aws, id, "FilterPolicyScope", scope);
  },

  async delete(aws, id) {
    const sns = await aws.client("sns");
    try {
      await sns.unsubscribe({ SubscriptionArn: id });
    } catch (error) {
      // AWS deletes an unconfirmed subscription after two days.
      if (!(error instanceof Error && /pending confirmation/.test(error.message))) throw error;
    }
  },
};

/** A removed scope returns to the default as long as there is a filter. */
function withScope(inputs: Inputs): Inputs {
  return inputs.filterPolicy && !inputs.filterPolicyScope
    ? { ...inputs, filterPolicyScope: "MessageAttributes" }
    : inputs;
}

async function setAttribute(aws: AwsContext, id: string, name: string, value: string): Promise<void> {
  const emptied: Record<string, string | undefined> = { FilterPolicy: "{}", RedrivePolicy: undefined };
  await (await aws.client("sns")).setSubscriptionAttributes({
    SubscriptionArn: id,
    AttributeName: name,
    AttributeValue: value === "" && name in emptied ? emptied[name] : value,
  });
}

/** E-mail is confirmed by people, HTTP endpoints when they are made to; AWS services confirm by themselves. */
function confirmsItself({ protocol, endpointAutoConfirms }: Inputs): boolean {
  if (protocol.startsWith("email")) return false;
  return protocol.startsWith("http") ? endpointAutoConfirms === true : true;
}

async function confirmed(aws: AwsContext, id: string, inputs: Inputs): Promise<void> {
  if (!confirmsItself(inputs)) return;
  const sns = await aws.client("sns");
  const minutes = inputs.protocol.startsWith("http") ? (inputs.confirmationTimeoutInMinutes ?? 1) : 2;
  const probe = async () => {
    const { Attributes } = await sns.getSubscriptionAttributes({ SubscriptionArn: id });
    return Attributes?.PendingConfirmation !== "true";
  };
  await until(`subscription of "${inputs.endpoint}" to be confirmed`, aws.signal, probe, minutes * 60);
}

export const topicSubscription = erase(topicSubscriptionType);
