import type { AwsContext } from "../clients.ts";
import { awsErrors } from "../errors.ts";
import { tagChanges, unlessUnserved } from "../tags.ts";

export { importParts, invokeArn, manageArn } from "../apigatewayv2/shared.ts";

/** The key of a method and of its parts: the same three names in every call. */
export interface MethodKey {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

interface MethodInputs {
  readonly restApi?: unknown;
  readonly resourceId?: string;
  readonly httpMethod?: string;
}

export function methodKey({ restApi, resourceId = "", httpMethod = "" }: MethodInputs): MethodKey {
  return { restApiId: String(restApi ?? ""), resourceId, httpMethod };
}

/** The real provider's IDs. They are unique but cannot be parsed. */
export function idOf(kind: "agm" | "agi" | "agmr" | "agir", key: MethodKey, ...more: readonly string[]): string {
  return [kind, key.restApiId, key.resourceId, key.httpMethod, ...more].join("-");
}

/** Tags of a resource. Read with a separate call, because not every server updates the tags in the resource itself. */
export async function tagsOf(
  aws: AwsContext,
  resourceArn: string,
  told: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  try {
    const gateway = await aws.client("apigateway");
    const answer = await unlessUnserved(gateway.getTags({ resourceArn }), undefined);
    return answer === undefined ? { ...told } : (answer.tags ?? {});
  } catch (error) {
    if (awsErrors.isGone(error)) return { ...told };
    throw error;
  }
}

/** Changes the tags from one state to the other. */
export async function tag(
  aws: AwsContext,
  resourceArn: string,
  from: Readonly<Record<string, string>> | undefined,
  to: Readonly<Record<string, string>>,
): Promise<void> {
  const gateway = await aws.client("apigateway");
  const { set, remove } = tagChanges(from, to);
  if (remove.length > 0) await unlessUnserved(gateway.untagResource({ resourceArn, tagKeys: remove }), undefined);
  if (Object.keys(set).length > 0) await unlessUnserved(gateway.tagResource({ resourceArn, tags: set }), undefined);
}

/** Templates by content type. An empty one is returned as null. */
export function templates(told: Readonly<Record<string, string | null>> | undefined): Record<string, string> | null {
  return told ? Object.fromEntries(Object.entries(told).map(([type, template]) => [type, template ?? ""])) : null;
}

/** Patched values are sent as strings, and some servers return them as strings. */
export const asFlag = (value: unknown): boolean | undefined =>
  value === undefined ? undefined : String(value) === "true";
export const asNumber = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));
