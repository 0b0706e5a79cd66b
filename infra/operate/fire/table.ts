import { UserError } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ContentPattern } from "../../../model/shared-fields.ts";
import { packJson, unpackJson } from "../../../runtime/core/pack-json.ts";
import { TableInput } from "../../../runtime/core/table-input.ts";
import { InvalidInputError } from "../../../runtime/errors.ts";
import { matches } from "../../../runtime/shim/pattern.ts";
import { deployedResource } from "../deployed-app.ts";
import { type Firing, fresh, textOf, unmatched } from "./firing.ts";
import { exampleOf } from "./pattern-example.ts";

type Row = Readonly<Record<string, unknown>>;
type Spec = ResolvedResource<"table">["spec"];
type Key = Spec["key"];

/** Puts a row, or deletes one, which is put first. */
export const table: Firing<"table"> = {
  takes: ["body", "remove"],
  async fire({ app, operator, trigger }, { body, remove = false }) {
    const { table: name, filter } = trigger.spec;
    const place = deployedResource(app, name);
    const { spec } = app.app.resources.get(name) as ResolvedResource<"table">;
    const row = body === undefined ? exampleRow(spec.key, filter) : rowIn(textOf(body));
    checkRow(name, spec, row);
    const key = keyOf(row, spec.key);
    const change = remove ? { key, before: row } : { key, after: row };
    if (filter !== undefined && !matches(filter, change)) {
      throw unmatched(
        `The change ${packJson(change)} does not match the trigger's filter ${JSON.stringify(filter)}`,
        "Give a row that matches: --body or --file.",
      );
    }
    await operator.putRow(place, row);
    if (!remove) return { sent: `row ${packJson(key)} to table ${name}` };
    await operator.deleteRow(place, key);
    return { sent: `deletion of row ${packJson(key)} in table ${name}` };
  },
  inputsOf: ({ records }) =>
    records.map(({ data: { before, after } }) =>
      after === undefined ? { body: packJson(before), remove: true } : { body: packJson(after) },
    ),
};

const columnsOf = ({ partition, sort }: Key) => (sort === undefined ? [partition] : [partition, sort]);

const keyOf = (row: Row, key: Key): Row =>
  Object.fromEntries(columnsOf(key).map((column) => [column.name, row[column.name]]));

/** A row that a filter matches where one is found, with a new key. */
function exampleRow(key: Key, filter: ContentPattern | undefined): Row {
  const { after, before, key: asked } = exampleOf(filter) as Readonly<Record<string, Row>>;
  const values = { string: fresh(), number: Date.now(), binary: Buffer.from(fresh()) };
  const own = columnsOf(key).map(({ name, type }) => [name, values[type]] as const);
  return { ...Object.fromEntries(own), ...before, ...after, ...asked };
}

/** Checks a row as a handler's client does: some services take a row without its key. */
function checkRow(table: string, spec: Spec, row: Row): void {
  try {
    new TableInput(table, spec).put(row, {});
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new UserError(`The row cannot be stored: ${error.message}.`, "Correct the row.");
  }
}

function rowIn(text: string): Row {
  const row = parsed(text);
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return row as Row;
  throw new UserError(`A row is a JSON object, not ${text}.`, 'Write for example --body \'{"id":"1"}\'.');
}

function parsed(text: string): unknown {
  try {
    return unpackJson(text);
  } catch {
    return undefined;
  }
}
