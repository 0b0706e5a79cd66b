import { ApiError } from "../../core/error.ts";
import type { Operation } from "../../core/service.ts";
import { type EventBridge, type Input, operation, page, parseBody } from "./operation.ts";
import { isObject } from "./pattern.ts";
import { type Bus, DEFAULT_BUS } from "./state.ts";

/** Event buses, and events put on them. */
export const busOperations = ({ world, state, delivery }: EventBridge): readonly Operation[] => [
  ...operation({ name: "CreateEventBus", resource: busPath }, (input) => {
    const name = input.required("EventBusName");
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,126}$/.test(name)) {
      throw new ApiError(
        400,
        "InvalidArgument",
        `The event bus name ${name} must be 1 to 127 letters, digits and hyphens.`,
      );
    }
    if (state.has(input.region, name))
      throw new ApiError(409, "EventBusExist", `The event bus ${name} already exists.`);
    const description = input.text("Description") ?? "";
    const bus: Bus = { region: input.region, name, created: world.clock.now(), description, rules: new Map() };
    state.add(bus);
    return { EventBusARN: arnOf(input, bus) };
  }),
  ...operation({ name: "GetEventBus", resource: busPath }, (input) =>
    entryOf(input, state.bus(input.region, input.required("EventBusName"))),
  ),
  ...operation({ name: "UpdateEventBus", resource: busPath }, (input) => {
    state.bus(input.region, input.required("EventBusName")).description = input.text("Description") ?? "";
    return {};
  }),
  ...operation({ name: "DeleteEventBus", resource: busPath }, (input) => {
    const bus = state.bus(input.region, input.required("EventBusName"));
    if (bus.name === DEFAULT_BUS) throw new ApiError(400, "InvalidArgument", "The default event bus can't be deleted.");
    state.remove(bus);
    for (const source of state.sources.values()) {
      if (source.region === bus.region && source.bus === bus.name)
        state.sources.delete(`${source.region}/${source.name}`);
    }
    return {};
  }),
  ...operation({ name: "ListEventBuses", resource: () => "eventbus/*" }, (input) => {
    const prefix = input.text("NamePrefix") ?? "";
    const fitting = state.buses(input.region).filter(({ name }) => name.startsWith(prefix));
    const { items, ...rest } = page(input, fitting);
    return { EventBuses: items.map((bus) => entryOf(input, bus)), ...rest };
  }),
  ...operation({ name: "PutEvents", resource: (input) => busesOf(input).map((name) => `eventbus/${name}`) }, (input) =>
    putEvents({ world, state, delivery }, input),
  ),
];

export const busPath = (input: Input): string => `eventbus/${input.text("EventBusName") ?? "*"}`;

const arnOf = (input: Input, bus: Bus): string =>
  `acs:eventbridge:${input.region}:${input.call.account}:eventbus/${bus.name}`;

const entryOf = (input: Input, bus: Bus) => ({
  EventBusName: bus.name,
  EventBusARN: arnOf(input, bus),
  Description: bus.description,
  CreateTimestamp: bus.created,
});

/** The events of a call: the body itself, or a parameter that holds them. */
function eventsOf(input: Input): unknown[] {
  const own = input.call.request.headers["content-type"]?.includes("json") ? parseBody(input.call) : undefined;
  const given = Array.isArray(own)
    ? own
    : (input.json("Events") ?? input.json("EventList") ?? input.json("body") ?? own);
  const events: unknown[] = Array.isArray(given) ? given : isObject(given) ? [given] : [];
  if (events.length === 0) throw new ApiError(400, "InvalidArgument", "PutEvents needs a list of events.");
  return events;
}

const busOf = (event: unknown): string =>
  isObject(event) && typeof event.aliyuneventbusname === "string" ? event.aliyuneventbusname : DEFAULT_BUS;

const busesOf = (input: Input): string[] => [...new Set(eventsOf(input).map(busOf))];

function putEvents({ state, delivery }: EventBridge, input: Input): object {
  const entries = eventsOf(input).map((event) => {
    const EventId = isObject(event) && typeof event.id === "string" ? event.id : undefined;
    try {
      delivery.put(state.bus(input.region, busOf(event)), event, input.call.request.address);
      return { EventId, TraceId: input.call.request.id };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { EventId, ErrorCode: error.code, ErrorMessage: error.message };
    }
  });
  return { FailedEntryCount: entries.filter((entry) => "ErrorCode" in entry).length, EntryList: entries };
}
