import type { ContentMatch, ContentPattern } from "../../model/shared-fields.ts";
import type { Trigger } from "../../model/triggers/index.ts";
import { canonicalJson } from "../shared/canonical-json.ts";

/** The neutral pattern language is EventBridge's, so AWS only wants it wrapped in the envelope of each source. */
const text = (pattern: object): string => canonicalJson(pattern);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function busPattern(pattern: Trigger<"bus">["pattern"]): string {
  return text({
    ...(pattern.source && { source: pattern.source }),
    ...(pattern.type && { "detail-type": pattern.type }),
    ...(pattern.data && { detail: pattern.data }),
  });
}

/** Message bodies and stream records that are JSON; https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export const queueFilter = (pattern: ContentPattern): string => text({ body: pattern });
export const streamFilter = (pattern: ContentPattern): string => text({ data: pattern });

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export const topicFilter = (pattern: ContentPattern): string => text(pattern);

/** A part of a row's filter that DynamoDB's typed JSON has no words for. */
export interface PatternRefusal {
  readonly path: readonly string[];
  /** The reason, as a sentence without its subject, which is the part. */
  readonly reason: string;
}

const IMAGES: Readonly<Record<string, string>> = { key: "Keys", before: "OldImage", after: "NewImage" };

/** Everything in a table trigger's filter that can't be said of DynamoDB's stream records. */
export function tableFilterRefusals(pattern: ContentPattern): PatternRefusal[] {
  const refusals: PatternRefusal[] = [];
  translateTable(pattern, refusals);
  return refusals;
}

/** The neutral filter looks at `{ key, before, after }`; stream records hold them as DynamoDB's typed JSON. */
export const tableFilter = (pattern: ContentPattern): string => text({ dynamodb: translateTable(pattern, []) });

function translateTable(pattern: ContentPattern, refusals: PatternRefusal[]): Record<string, unknown> {
  const images: Record<string, unknown> = {};
  for (const [name, columns] of Object.entries(pattern)) {
    const image = IMAGES[name];
    if (image === undefined || Array.isArray(columns)) {
      refusals.push({ path: [name], reason: "is not a pattern below one of key, before and after" });
    } else images[image] = translateRow(columns as ContentPattern, [name], refusals);
  }
  return images;
}

function translateRow(pattern: ContentPattern, path: string[], refusals: PatternRefusal[]): Record<string, unknown> {
  const columns = Object.entries(pattern).map(([name, value]) => {
    const here = [...path, name];
    if (!isMatches(value)) return [name, { M: translateRow(value, here, refusals) }];
    const types = new Set(value.map(typeOf));
    const [type] = types;
    if (types.size === 1 && type !== undefined)
      return [name, { [type]: value.map((m) => (type === "N" ? String(m) : type === "NULL" ? true : m)) }];
    refusals.push({
      path: here,
      reason:
        "needs matches of one type: texts, numbers, true or false, or null; DynamoDB keeps numbers as text, so neither numeric ranges nor exists can be said",
    });
    return [name, {}];
  });
  return Object.fromEntries(columns);
}

const isMatches = (value: ContentPattern[string]): value is readonly ContentMatch[] => Array.isArray(value);

/** The DynamoDB type whose values a match looks at; `undefined` where the match has no single one. */
function typeOf(match: ContentMatch): "S" | "N" | "BOOL" | "NULL" | undefined {
  if (match === null) return "NULL";
  if (typeof match === "boolean") return "BOOL";
  if (typeof match === "number") return "N";
  if (typeof match === "string" || "prefix" in match || "suffix" in match || "equals-ignore-case" in match) return "S";
  if (!("anything-but" in match)) return undefined;
  const excluded = [match["anything-but"]].flat();
  return excluded.every((value) => typeof value === "string") ? "S" : undefined;
}
