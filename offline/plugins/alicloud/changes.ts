import { diff } from "../server/diff.ts";
import type { Fields } from "../server/resource-type.ts";
import type { Property, TypeTable } from "../table.ts";

/** Names of the properties that differ between a resource's last state and its new inputs. */
export function changedKeys(table: TypeTable, old: Fields, inputs: Fields): Set<string> {
  return new Set(diff(table, old, inputs).map(({ path }) => path.split(/[.[]/)[0] ?? path));
}

/** The changed inputs for a partial update, with an empty value for each removed one. */
export function changedInputs(table: TypeTable, old: Fields, inputs: Fields): Fields {
  return Object.fromEntries(
    [...changedKeys(table, old, inputs)].map((key) => {
      const property = table.properties[key];
      return [key, inputs[key] ?? property?.default ?? (property && emptyOf(property))];
    }),
  );
}

function emptyOf({ type }: Property): unknown {
  switch (type) {
    case "string":
    case "asset":
    case "archive":
      return "";
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "list":
      return [];
    case "map":
    case "object":
      return {};
  }
}
