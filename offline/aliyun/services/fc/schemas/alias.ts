import { z } from "zod";
import { description, name } from "./fields.ts";

const weights = z
  .record(z.string().regex(/^\d+$/, "must be a version"), z.number().min(0).max(1))
  .refine((map) => Object.keys(map).length <= 1, "may hold one version beside the alias's own");

const settings = { description: description.optional(), versionId: z.string().regex(/^(\d+|LATEST)$/) };

export const createAlias = z.strictObject({
  ...settings,
  aliasName: name(128).refine((text) => text !== "LATEST", "can't be LATEST"),
  additionalVersionWeight: weights.optional(),
});

export const updateAlias = z
  .strictObject({ ...settings, functionName: z.string(), aliasName: z.string(), additionalVersionWeight: weights })
  .partial();

export interface AliasSettings {
  description?: string;
  versionId: string;
  additionalVersionWeight?: Record<string, number>;
}

export const publishVersion = z.strictObject({
  description: description.optional(),
  functionName: z.string().optional(),
});
