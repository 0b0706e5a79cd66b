import { randomBytes } from "node:crypto";

/** A name `<prefix><random>` for a resource that the provider itself, not Pulumi, names when the program does not. */
export function generatedName(prefix: string): string {
  return `${prefix}${randomBytes(8).toString("hex")}`;
}
