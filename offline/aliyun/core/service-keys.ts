import { createHash } from "node:crypto";

/**
 * Id of the key of KMS that a service keeps in a region for all who name no key of their own. KMS makes it when it is
 * first asked for.
 */
export function serviceKey(service: string, region: string): string {
  const digits = createHash("sha256").update(`${service}/${region}`).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}
