import { randomBytes } from "node:crypto";

/** A name for what the program leaves unnamed and the provider names itself, not Pulumi: `<prefix><random>`. */
export function generatedName(prefix: string): string {
  return `${prefix}${randomBytes(8).toString("hex")}`;
}
