import { UserError } from "../../../model/errors.ts";

/** The parts of an id such as `function:trigger`; the last one may hold colons itself. */
export function partsOf<const Names extends readonly string[]>(
  id: string,
  names: Names,
): Record<Names[number], string> {
  const parts = id.split(":");
  if (parts.length < names.length) {
    throw new UserError(
      `The id ${id} has ${parts.length} of ${names.length} parts.`,
      `Write it as ${names.join(":")}.`,
    );
  }
  const last = parts.slice(names.length - 1).join(":");
  const entries = names.map((name, index) => [name, index === names.length - 1 ? last : parts[index]]);
  return Object.fromEntries(entries) as Record<Names[number], string>;
}
