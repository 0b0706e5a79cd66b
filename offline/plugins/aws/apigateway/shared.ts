export { importParts, invokeArn, manageArn } from "../apigatewayv2/shared.ts";

/** Where a method, and what belongs to it, is found: the same three names in every call. */
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

/** The real provider's own ids: they only tell things apart, and can't be taken apart. */
export function idOf(kind: "agm" | "agi" | "agmr" | "agir", key: MethodKey, ...more: readonly string[]): string {
  return [kind, key.restApiId, key.resourceId, key.httpMethod, ...more].join("-");
}
