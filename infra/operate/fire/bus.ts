import { UserError } from "../../../model/errors.ts";
import { readText } from "../../../runtime/core/body.ts";
import { deployedResource } from "../deployed-app.ts";
import { type Firing, textOf, unmatched } from "./firing.ts";
import { exampleOf } from "./pattern-example.ts";
import { matches } from "../../../runtime/shim/pattern.ts";

/** Puts an event on the bus. */
export const bus: Firing<"bus"> = {
  takes: ["source", "type", "body"],
  async fire({ app, operator, trigger }, { body, ...given }) {
    const { bus: name, pattern } = trigger.spec;
    const source = given.source ?? pattern.source?.[0] ?? "polyfn";
    const type = given.type ?? pattern.type?.[0] ?? "polyfn.test";
    const data = body === undefined ? exampleOf(pattern.data) : objectIn(textOf(body));
    const listed = { ...(pattern.source && { source: pattern.source }), ...(pattern.type && { type: pattern.type }) };
    const wanted = { ...listed, ...(pattern.data && { data: pattern.data }) };
    if (!matches(wanted, { source, type, data })) {
      throw unmatched(
        `The event ${JSON.stringify({ source, type, data })} does not match the trigger's pattern ${JSON.stringify(wanted)}`,
        "Give --source, --type and --body that match, or leave them out.",
      );
    }
    await operator.putEvent(deployedResource(app, name), { source, type, data });
    return { sent: `event ${type} of ${source} to bus ${name}` };
  },
  inputsOf: ({ source, type, data }) => [{ source, type, body: JSON.stringify(data) }],
};

function objectIn(text: string): unknown {
  const { data } = readText(text);
  if (typeof data === "object" && data !== null) return data;
  throw new UserError(`The data of an event is a JSON object, not ${text}.`, "Write for example --body '{\"id\":1}'.");
}
