import { readBody } from "../../../runtime/core/body.ts";
import type { TopicEvent } from "../../../runtime/events.ts";
import { type DataOf, idOf, type Stamp, textOf, timeOf } from "./stamp.ts";

/** A message published to a topic. */
export interface NotificationInput<Body = unknown> extends Stamp {
  /** Text is published as it is, anything else as JSON. Default: `{}`. */
  readonly body?: Body;
  /** The cloud's name of the topic. Default: "topic". */
  readonly topic?: string;
  /** Default: none. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly subject?: string;
}

export const topic = <Body = unknown>(input: NotificationInput<Body> = {}): TopicEvent<DataOf<Body>> => ({
  specversion: "1.0",
  id: idOf(input),
  source: `topic/${input.topic ?? "topic"}`,
  type: "polyfn.topic.message",
  ...(input.subject !== undefined && { subject: input.subject }),
  time: timeOf(input),
  ...(readBody(textOf(input.body ?? {})) as ReturnType<typeof readBody> & { readonly data: DataOf<Body> }),
  attributes: input.attributes ?? {},
  raw: undefined,
});
