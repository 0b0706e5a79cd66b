import type { Fields } from "../../server/resource-type.ts";
import { listOf, textsOf } from "./call.ts";

/** A CORS rule, as in the bucket and in the separate resource. */
export interface CorsRule {
  allowedHeaders?: string[];
  allowedMethods: string[];
  allowedOrigins?: string[];
  exposeHeaders?: string[];
  maxAgeSeconds?: number;
}

export function corsToApi(rules: readonly CorsRule[]): Fields[] {
  return rules.map((rule) => ({
    AllowedOrigin: rule.allowedOrigins ?? [],
    AllowedMethod: rule.allowedMethods,
    AllowedHeader: rule.allowedHeaders ?? [],
    ExposeHeader: rule.exposeHeaders ?? [],
    ...(rule.maxAgeSeconds && { MaxAgeSeconds: rule.maxAgeSeconds }),
  }));
}

export function corsFromApi(found: Fields | undefined): (CorsRule & { allowedOrigins: string[] })[] {
  return listOf(found?.CORSRule).map((rule) => ({
    allowedOrigins: textsOf(rule.AllowedOrigin),
    allowedMethods: textsOf(rule.AllowedMethod),
    ...some("allowedHeaders", textsOf(rule.AllowedHeader)),
    ...some("exposeHeaders", textsOf(rule.ExposeHeader)),
    ...(Number(rule.MaxAgeSeconds) > 0 && { maxAgeSeconds: Number(rule.MaxAgeSeconds) }),
  }));
}

function some(key: string, values: string[]) {
  return values.length > 0 ? { [key]: values } : {};
}
