import { z } from "zod";
import { pattern, withMessage } from "./schema/schema-messages.ts";

/**
 * The name of a function, trigger or resource: 1 to 40 characters, a letter first, then letters, digits and single
 * hyphens, none at the end. It is the Pulumi logical name and, after the stack's prefix, the cloud's name, so it uses
 * only what all targets allow.
 */
export const name = pattern(
  /^(?=.{1,40}$)[A-Za-z](-?[A-Za-z0-9])*$/,
  "a name: a letter, then up to 39 letters, digits or single hyphens, none at the end",
  '"thumbnail"',
  "A-Za-z0-9-",
);

/** Tag keys and values. */
export const tags = z.record(
  withMessage(z.string().min(1).max(128), "a tag's key, 1 to 128 characters"),
  withMessage(z.string().max(256), "a tag's value, a string of at most 256 characters"),
);
