import { z } from "zod";
import type { cors } from "../../../trigger-config/http.ts";
import { type TriggerType, triggerConfigs } from "../../../trigger-config/index.ts";
import { description, name, roleArn } from "./fields.ts";

export const createTrigger = z.strictObject({
  triggerName: name(128),
  triggerType: z.enum(Object.keys(triggerConfigs) as TriggerType[]),
  qualifier: z.string().min(1).default("LATEST"),
  triggerConfig: z.string().default("{}"),
  sourceArn: z.string().optional(),
  invocationRole: roleArn.optional(),
  description: description.optional(),
});

export const updateTrigger = z
  .strictObject({ triggerConfig: z.string(), invocationRole: roleArn, description, qualifier: z.string() })
  .partial();

export type CorsSettings = z.output<typeof cors>;

export const authTypes = z.enum(["anonymous", "function", "jwt"]);
