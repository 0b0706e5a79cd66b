import { UserError } from "../../../model/errors.ts";

/** The parts of an ID such as `function:trigger`. The last part may contain colons. */
export function partsOf<const Names extends readonly string[]>(
  id: string,
  names: Names,
): Record<Names[number], string> {
  const parts = id.split(":");
  if (parts.length < names.length) {
    throw new UserError(
      `The ID ${id} has ${parts.length} of ${names.length} parts.`,
      `Write it as ${names.join(":")}.`,
    );
  }
  const last = parts.slice(names.length - 1).join(":");
  const entries = names.map((name, index) => [name, index === names.length - 1 ? last : parts[index]]);
  return Object.fromEntries(entries) as Record<Names[number], string>;
}
