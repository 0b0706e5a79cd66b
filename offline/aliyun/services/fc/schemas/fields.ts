import { z } from "zod";

/** `acs:ram::<account>:role/<name>`; empty takes a role away. */
export const roleArn = z.union([
  z.literal(""),
  z.string().regex(/^acs:ram::\d+:role\/[\w.\-/]+$/, "is no ARN of a RAM role (acs:ram::<account>:role/<name>)"),
]);

export const description = z.string().max(256, "is longer than 256 characters");

/** Names of triggers and aliases. */
export const name = (most: number) =>
  z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_-]*$/, "may hold letters, digits, '-' and '_', and starts with a letter or '_'")
    .max(most, `is longer than ${most} characters`);

export const wholeNumber = (least: number, most: number) => z.int().min(least).max(most);

/** `{}`. It gives up at once, so that a union of it and another form tells of the other form's faults. */
const nothing = z.custom<Record<string, never>>(
  (value) => typeof value === "object" && value !== null && Object.keys(value).length === 0,
  { abort: true },
);

/**
 * A group of settings that can be taken away: `{}` means "not set". So does the empty form, in which every field of
 * `deciding` is absent or empty, whatever the others say. Serverless Devs' deployer sends it with every function.
 *
 * @example orNothing(logConfig, "project", "logstore") reads { project: "", logstore: "", logBeginRule: "None" } as {}
 */
export const orNothing = <T extends z.ZodType>(schema: T, ...deciding: readonly string[]) =>
  z.preprocess((value) => (isEmptyForm(value, deciding) ? {} : value), z.union([nothing, schema]));

function isEmptyForm(value: unknown, deciding: readonly string[]): boolean {
  if (deciding.length === 0 || typeof value !== "object" || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  return deciding.every((name) => fields[name] === 0 || isNothing(fields[name]));
}

/** True if a value says that nothing is set: absent, "", an empty list or an empty object. */
export const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === "" ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);
