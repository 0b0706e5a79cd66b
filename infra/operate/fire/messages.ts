import { UserError } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import { matches } from "../../../runtime/shim/pattern.ts";
import { deployedResource } from "../deployed-app.ts";
import { type Firing, fresh, sizeOf, unmatched } from "./firing.ts";
import { queueOptions } from "../queue-options.ts";
import { exampleOf, matchingBody } from "./pattern-example.ts";

/** Sends a message. */
export const queue: Firing<"queue"> = {
  takes: ["body", "group"],
  async fire({ app, operator, trigger }, { body: given, group }) {
    const { queue: name, filter } = trigger.spec;
    const body = matchingBody(given, filter);
    await operator.sendMessage(
      deployedResource(app, name),
      body,
      queueOptions(app.app.resources.get(name) as ResolvedResource<"queue">, { group }),
    );
    return { sent: `message of ${sizeOf(body)} to queue ${name}` };
  },
  inputsOf: ({ messages }) =>
    messages.map(({ text, group }) => ({ body: text, ...(group !== undefined && { group }) })),
};

/** Publishes a message. */
export const topic: Firing<"topic"> = {
  takes: ["body", "attributes"],
  async fire({ app, operator, trigger }, { body: given, attributes: own }) {
    const { topic: name, filter, filterOn } = trigger.spec;
    const onBody = filterOn === "body";
    const body = matchingBody(given, onBody ? filter : undefined);
    const attributes = own ?? (onBody ? {} : textsIn(exampleOf(filter)));
    if (!onBody && filter !== undefined && !matches(filter, attributes)) {
      throw unmatched(
        `The attributes ${JSON.stringify(attributes)} do not match the trigger's filter ${JSON.stringify(filter)}`,
        "Give attributes that match: --attribute name=value.",
      );
    }
    await operator.publish(deployedResource(app, name), body, attributes);
    return { sent: `message of ${sizeOf(body)} to topic ${name}` };
  },
  inputsOf: ({ text, attributes }) => [{ body: text, attributes }],
};

const textsIn = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** Puts a record. */
export const stream: Firing<"stream"> = {
  takes: ["key", "body"],
  async fire({ app, operator, trigger }, { key = fresh(), body: given }) {
    const { stream: name, filter } = trigger.spec;
    const body = matchingBody(given, filter);
    await operator.putRecord(deployedResource(app, name), key, body);
    return { sent: `record ${key} of ${sizeOf(body)} to stream ${name}` };
  },
  inputsOf: ({ records }) => records.map(({ key, text }) => ({ key, body: text ?? noText(key) })),
};

function noText(key: string): never {
  throw new UserError(`The record "${key}" is not text, which alone can be put.`, "Remove it from the file.");
}
