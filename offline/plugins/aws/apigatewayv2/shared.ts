import { UserError } from "../../../../model/errors.ts";
import type { AwsContext } from "../clients.ts";

/** ARN with which an API's settings are managed, and tagged. */
export function manageArn({ partition, region }: AwsContext, path: string): string {
  return `arn:${partition}:apigateway:${region}::${path}`;
}

/** ARN with which an API is called. */
export async function invokeArn(aws: AwsContext, path: string): Promise<string> {
  return `arn:${aws.partition}:execute-api:${aws.region}:${await aws.accountId()}:${path}`;
}

/** Takes an import id such as `<api id>/<route id>` apart. */
export function importParts(importId: string, form: string): readonly string[] {
  const parts = importId.split("/");
  if (parts.length === form.split("/").length && parts.every((part) => part !== "")) return parts;
  throw new UserError(`"${importId}" is not an import id of this type.`, `Write it as ${form}.`);
}

/** How a text that may be taken away is told to the API: an empty text where there was one. */
export function cleared<T extends string>(value: T | undefined, old: string | undefined): T | undefined {
  return value ?? (old ? ("" as T) : undefined);
}

/** The same for a map: a key is taken away by an empty text. */
export function clearedMap(
  to: Readonly<Record<string, string>> = {},
  from: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { ...Object.fromEntries(Object.keys(from).map((key) => [key, ""])), ...to };
}
