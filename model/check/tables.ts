import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import { type Check, resourceOf, resourcesOf, triggersOf } from "./parts.ts";

/** Tables and their triggers. */
export const checkTables: Check = (partial) => [...withoutChanges(partial), ...columns(partial)];

function withoutChanges(partial: PartialParse): Problem[] {
  return triggersOf(partial, "table").flatMap(({ trigger, path }) => {
    const table = resourceOf(partial, trigger.table, "table");
    if (table === undefined || table.changes) return [];
    return [
      {
        code: "conflict",
        path: [...path, "table"],
        message: `The table "${trigger.table}" does not record its changes, so it has no events.`,
        remedy: `Set changes: true on resources.${trigger.table}.`,
      },
    ];
  });
}

/** A column has one type in all keys, a key has two different columns, and no key is the expiry time. */
function columns(partial: PartialParse): Problem[] {
  return resourcesOf(partial, "table").flatMap(({ resource, path }) => {
    const types = new Map<string, string>();
    const keys = [
      { key: resource.key, at: [...path, "key"] },
      ...Object.entries(resource.indexes).map(([index, key]) => ({ key, at: [...path, "indexes", index] })),
    ];
    return keys.flatMap(({ key, at }) => {
      const problems: Problem[] = [];
      for (const [role, column] of Object.entries(key)) {
        const known = types.get(column.name) ?? column.type;
        types.set(column.name, known);
        if (known === column.type) continue;
        const message = `The column "${column.name}" is a ${known} in one key and a ${column.type} in this one.`;
        problems.push({ code: "conflict", path: [...at, role], message, remedy: "Give it the same type in both." });
      }
      if (key.sort?.name === key.partition.name) {
        const message = `The column "${key.partition.name}" is both partition and sort key.`;
        problems.push({
          code: "conflict",
          path: [...at, "sort"],
          message,
          remedy: "Remove sort, or name another column.",
        });
      }
      return problems;
    });
  });
}
