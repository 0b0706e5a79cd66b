import type { z } from "zod";
import type { Call } from "../../../core/service.ts";
import { invalid } from "../errors.ts";

/**
 * The body of a request.
 * @throws ApiError InvalidArgument that names every field that is unknown or wrong.
 */
export function parseBody<T extends z.ZodType>(call: Call, schema: T): z.output<T> {
  return check(schema, readJson(call.request.body.toString(), "the request body"), "");
}

/** JSON in a string, as FC has it for `triggerConfig` and `authInfo`. */
export function parseText<T extends z.ZodType>(text: string, schema: T, where: string): z.output<T> {
  return check(schema, readJson(text, where), where);
}

function check<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map((issue) => describe(issue, where)).join("; "));
}

function describe(issue: z.core.$ZodIssue, where: string): string {
  const place = [where, ...issue.path.map(String)].filter(Boolean).join(".");
  const nested = issue.code === "invalid_union" ? issue.errors.at(-1)?.[0] : undefined;
  if (nested) return describe(nested, place);
  return place ? `${place}: ${issue.message}` : issue.message;
}

function readJson(text: string, where: string): unknown {
  try {
    // Clients in Go send null for what is not set.
    return text.trim() === "" ? {} : JSON.parse(text, (_, value) => (value === null ? undefined : value));
  } catch {
    throw invalid(`${where} is not JSON`);
  }
}
