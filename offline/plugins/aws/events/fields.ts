import type { Property } from "../../table.ts";
import { string } from "../fields.ts";

export const ruleName = { pattern: /^[0-9A-Za-z_.-]+$/, maxLength: 64 };

/** A bus by name or by ARN. */
export const busReference: Property = {
  ...string,
  forceNew: true,
  default: "default",
  minLength: 1,
  maxLength: 1600,
  pattern: /^(arn:aws[\w-]*:events:[a-z]{2}-[a-z]+-[\w-]+:\d{12}:event-bus\/)?[/.\-_A-Za-z0-9]+$/,
};
