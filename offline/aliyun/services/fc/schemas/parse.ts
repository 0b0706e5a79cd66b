import type { z } from "zod";
import type { Call } from "../../../core/service.ts";
import { type ParsedTriggerConfig, type TriggerType, triggerConfigs } from "../../../trigger-config/index.ts";
import { invalid } from "../errors.ts";

/**
 * The body of a request.
 * @throws ApiError InvalidArgument that names every field that is unknown or wrong.
 */
export function parseBody<O>(call: Call, schema: z.ZodType<O>): O {
  return check(schema, readJson(call.request.body.toString(), "the request body"), "");
}

/** JSON in a string, as FC has it for `triggerConfig` and `authInfo`. */
export function parseText<O>(text: string, schema: z.ZodType<O>, where: string): O {
  return check(schema, readJson(text, where), where);
}

function check<O>(schema: z.ZodType<O>, value: unknown, where: string): O {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map((issue) => describe(issue, where)).join("; "));
}

function describe(issue: z.core.$ZodIssue, where: string): string {
  const place = [where, ...issue.path.map(String)].filter(Boolean).join(".");
  // Of a union the last form is the one that holds something.
  const nested = issue.code === "invalid_union" ? (issue.errors.at(-1) ?? []) : [];
  if (nested.length > 0) return nested.map((inner) => describe(inner, place)).join("; ");
  return place ? `${place}: ${issue.message}` : issue.message;
}

const configs: { readonly [T in TriggerType]: z.ZodType<ParsedTriggerConfig<T>> } = triggerConfigs;

/** `triggerConfig` of a trigger. Throws as `parseText` does. */
export const configOf = <T extends TriggerType>(type: T, text: string): ParsedTriggerConfig<T> =>
  parseText(text, configs[type], "triggerConfig");

function readJson(text: string, where: string): unknown {
  try {
    // Clients in Go send null for what is not set.
    return text.trim() === "" ? {} : JSON.parse(text, (_, value) => (value === null ? undefined : value));
  } catch {
    throw invalid(`${where} is not JSON`);
  }
}
