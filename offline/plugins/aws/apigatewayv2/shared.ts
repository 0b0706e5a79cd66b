import { UserError } from "../../../../model/errors.ts";
import type { AwsContext } from "../clients.ts";
import { awsErrors } from "../errors.ts";
import { tagChanges, unlessUnserved } from "../tags.ts";

/** ARN for managing and tagging the settings of an API. */
export function manageArn({ partition, region }: AwsContext, path: string): string {
  return `arn:${partition}:apigateway:${region}::${path}`;
}

/** ARN for calling an API. */
export async function invokeArn(aws: AwsContext, path: string): Promise<string> {
  return `arn:${aws.partition}:execute-api:${aws.region}:${await aws.accountId()}:${path}`;
}

/** Tags of a resource. Read with a separate call, because not every server updates the tags in the resource itself. */
export async function tagsOf(
  aws: AwsContext,
  ResourceArn: string,
  told: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  try {
    const gateway = await aws.client("apigatewayv2");
    const answer = await unlessUnserved(gateway.getTags({ ResourceArn }), undefined);
    return answer === undefined ? { ...told } : (answer.Tags ?? {});
  } catch (error) {
    if (awsErrors.isGone(error)) return { ...told };
    throw error;
  }
}

/** Changes the tags from one state to the other. */
export async function tag(
  aws: AwsContext,
  ResourceArn: string,
  from: Readonly<Record<string, string>> | undefined,
  to: Readonly<Record<string, string>>,
): Promise<void> {
  const gateway = await aws.client("apigatewayv2");
  const { set, remove } = tagChanges(from, to);
  if (remove.length > 0) await unlessUnserved(gateway.untagResource({ ResourceArn, TagKeys: remove }), undefined);
  if (Object.keys(set).length > 0) await unlessUnserved(gateway.tagResource({ ResourceArn, Tags: set }), undefined);
}

/** Splits an import ID such as `<api id>/<route id>`. */
export function importParts(importId: string, form: string): readonly string[] {
  const parts = importId.split("/");
  if (parts.length === form.split("/").length && parts.every((part) => part !== "")) return parts;
  throw new UserError(`"${importId}" is not an import id of this type.`, `Write it as ${form}.`);
}

/** Value that clears a string: an empty string where there was one. */
export function cleared<T extends string>(value: T | undefined, old: string | undefined): T | undefined {
  return value ?? (old ? ("" as T) : undefined);
}

/** The same for a map: an empty string removes a key. */
export function clearedMap(
  to: Readonly<Record<string, string>> = {},
  from: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { ...Object.fromEntries(Object.keys(from).map((key) => [key, ""])), ...to };
}

/** The map without cleared entries, for servers that store the empty string. */
export function withoutEmpty(map: Readonly<Record<string, string>> = {}): Record<string, string> | null {
  const kept = Object.entries(map).filter(([, value]) => value !== "");
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}
