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

/** `{}` stands for "no longer set". */
export const orNothing = <T extends z.ZodType>(schema: T) => z.union([z.strictObject({}), schema]);
