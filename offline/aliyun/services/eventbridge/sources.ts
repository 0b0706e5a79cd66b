import { ApiError } from "../../core/error.ts";
import type { Operation } from "../../core/service.ts";
import { type EventBridge, type Input, operation, page } from "./operation.ts";
import type { Source } from "./state.ts";

const NAMES = [
  "SourceMNSParameters",
  "SourceRocketMQParameters",
  "SourceRabbitMQParameters",
  "SourceKafkaParameters",
  "SourceSLSParameters",
  "SourceHttpEventParameters",
  "SourceScheduledEventParameters",
  "SourceOSSEventParameters",
];

/** Event sources that users register: who puts events on a bus. They are kept; what they'd fetch by themselves isn't. */
export const sourceOperations = ({ world, state }: EventBridge): readonly Operation[] => {
  const named = (input: Input): Source => {
    const name = input.required("EventSourceName");
    const source = state.sources.get(`${input.region}/${name}`);
    if (!source) throw new ApiError(404, "EventSourceNotExist", `The event source ${name} does not exist.`);
    return source;
  };
  return [
    ...operation({ name: "CreateEventSource", own: "/openapi/v2/createEventSource", resource: sourcePath }, (input) => {
      const name = input.required("EventSourceName");
      const bus = state.bus(input.region, input.required("EventBusName")).name;
      const id = `${input.region}/${name}`;
      if (state.sources.has(id))
        throw new ApiError(409, "EventSourceExist", `The event source ${name} already exists.`);
      const created = world.clock.now();
      const source: Source = {
        region: input.region,
        name,
        bus,
        created,
        description: "",
        linked: false,
        parameters: {},
      };
      state.sources.set(id, { ...source, ...changesOf(input, source) });
      return { EventSourceARN: `acs:eventbridge:${input.region}:${input.call.account}:eventsource/${name}` };
    }),
    ...operation({ name: "UpdateEventSource", own: "/openapi/v2/updateEventSource", resource: sourcePath }, (input) => {
      const source = named(input);
      Object.assign(source, changesOf(input, source));
      return {};
    }),
    ...operation({ name: "DeleteEventSource", own: "/openapi/v2/deleteEventSource", resource: sourcePath }, (input) => {
      const source = named(input);
      state.sources.delete(`${source.region}/${source.name}`);
      return {};
    }),
    ...operation(
      {
        name: "ListUserDefinedEventSources",
        own: "/openapi/v2/listUserDefinedEventSources",
        resource: () => "eventsource/*",
      },
      (input) => {
        const bus = input.text("EventBusName");
        const prefix = input.text("NamePrefix") ?? "";
        const fitting = [...state.sources.values()].filter(
          (one) => one.region === input.region && one.name.startsWith(prefix) && (bus === undefined || one.bus === bus),
        );
        const { items, ...rest } = page(input, fitting);
        return { EventSourceList: items.map((source) => entryOf(input, source)), ...rest };
      },
    ),
  ];
};

const sourcePath = (input: Input): string => `eventsource/${input.text("EventSourceName") ?? "*"}`;

function changesOf(input: Input, before: Source): Partial<Source> {
  const linked = input.text("LinkedExternalSource");
  const type = input.text("ExternalSourceType");
  const given = NAMES.flatMap((name) => (input.text(name) === undefined ? [] : [[name, input.json(name)] as const]));
  return {
    description: input.text("Description") ?? before.description,
    ...(linked !== undefined && { linked: linked === "true" }),
    ...(type !== undefined && { type }),
    ...(input.text("ExternalSourceConfig") !== undefined && { config: input.json("ExternalSourceConfig") }),
    parameters: { ...before.parameters, ...Object.fromEntries(given) },
  };
}

const entryOf = (input: Input, source: Source) => ({
  Name: source.name,
  Arn: `acs:eventbridge:${input.region}:${input.call.account}:eventsource/${source.name}`,
  EventBusName: source.bus,
  Description: source.description,
  Status: "Activated",
  Ctime: source.created,
  Type: "UserDefined",
  ...(source.type !== undefined && { ExternalSourceType: source.type }),
  ...(source.config !== undefined && { ExternalSourceConfig: source.config }),
  ...source.parameters,
  ...rocketMq(source.parameters.SourceRocketMQParameters),
});

/** The group is given as GroupID and told as GroupId. */
function rocketMq(given: unknown): object {
  if (typeof given !== "object" || given === null || !("GroupID" in given)) return {};
  const { GroupID, ...others } = given;
  return { SourceRocketMQParameters: { ...others, GroupId: GroupID } };
}
