import { z } from "zod";

/**
 * The name of a function, trigger or resource: 1 to 40 characters, a letter first, then letters, digits and hyphens.
 * It is the Pulumi logical name and, after the stack's prefix, the cloud's name, so it keeps to what all targets allow.
 */
export const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "is not a name: a letter, then up to 39 letters, digits or hyphens");

/** Tag keys and values. */
export const tags = z.record(z.string().min(1).max(128), z.string().max(256));
