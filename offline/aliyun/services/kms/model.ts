import { z } from "zod";

/** Secrets as they are kept. Times are milliseconds. */
const version = z.object({
  id: z.string(),
  data: z.string(),
  dataType: z.enum(["text", "binary"]),
  stages: z.array(z.string()),
  created: z.number(),
});

const secret = z.object({
  name: z.string(),
  description: z.string(),
  type: z.string(),
  keyId: z.string(),
  instanceId: z.string(),
  extendedConfig: z.string(),
  policy: z.string(),
  rotation: z.object({ enabled: z.boolean(), interval: z.string() }),
  created: z.number(),
  updated: z.number(),
  /** When a secret that is being deleted goes for good. */
  ends: z.number().optional(),
  tags: z.record(z.string(), z.string()),
  versions: z.array(version),
});

/** By region, then by name. */
export const kmsState = z.object({ regions: z.record(z.string(), z.record(z.string(), secret)) });

export type SecretVersion = z.infer<typeof version>;
export type Secret = z.infer<typeof secret>;
