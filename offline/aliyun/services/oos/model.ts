import { z } from "zod";

/** Parameters as they are kept. Times are milliseconds. */
const parameter = z.object({
  name: z.string(),
  id: z.string(),
  kind: z.enum(["parameter", "secretparameter"]),
  type: z.string(),
  description: z.string(),
  constraints: z.string(),
  resourceGroupId: z.string(),
  keyId: z.string(),
  instanceId: z.string(),
  tags: z.record(z.string(), z.string()),
  /** The last one counts; versions are numbered from 1. */
  values: z.array(z.object({ value: z.string(), time: z.number() })),
});

/** By region, then by name. */
export const oosState = z.object({ regions: z.record(z.string(), z.record(z.string(), parameter)) });

export type Parameter = z.infer<typeof parameter>;
export type ParameterKind = Parameter["kind"];
