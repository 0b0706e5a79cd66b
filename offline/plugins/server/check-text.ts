import type { Property } from "../table.ts";
import type { Failure } from "./failure.ts";

/** Reports why a string is invalid: not an allowed value, wrong length, wrong pattern, not JSON. */
export function checkText(property: Property, value: string, path: string, hidden: boolean): Failure[] {
  const shown = hidden ? "a secret value" : JSON.stringify(value);
  const reasons = [
    enumProblem(property, value),
    lengthProblem(property, value),
    property.pattern && !property.pattern.test(value) ? `must match ${property.pattern.source}` : undefined,
    property.json && !isJson(value) ? "must be a JSON document" : undefined,
  ];
  return reasons.flatMap((reason) =>
    reason === undefined ? [] : [{ property: path, reason: `${path} is ${shorten(shown)}, but ${reason}.` }],
  );
}

function enumProblem(property: Property, value: string): string | undefined {
  if (!property.enum || property.enum.includes(value)) return undefined;
  return `must be one of ${property.enum.join(", ")}`;
}

function lengthProblem({ minLength = 0, maxLength = Infinity }: Property, value: string): string | undefined {
  if (value.length >= minLength && value.length <= maxLength) return undefined;
  const allowed = maxLength === Infinity ? `at least ${minLength}` : `${minLength} to ${maxLength}`;
  return `has ${value.length} characters where ${allowed} are allowed`;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
