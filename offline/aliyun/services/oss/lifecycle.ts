import { ApiError } from "../../core/error.ts";
import type { ServiceRequest } from "../../core/http.ts";
import { childOf, childrenOf, textOf, type XmlElement } from "../../core/xml.ts";
import { malformed } from "./operation.ts";
import type { OssState } from "./state.ts";

/** Classes that objects move to, each colder than the one before. */
const COLDER = ["IA", "Archive", "ColdArchive", "DeepColdArchive"];
const ACTIONS = ["Expiration", "Transition", "AbortMultipartUpload"] as const;

/**
 * Checks the rules of a lifecycle document.
 * @throws ApiError MalformedXML, InvalidArgument or InvalidRequest
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/putbucketlifecycle
 */
export function checkLifecycle(document: XmlElement, _state: OssState, { headers }: ServiceRequest): void {
  const rules = childrenOf(document, "Rule");
  if (rules.length === 0 || rules.length > 1000) throw malformed();
  for (const rule of rules) checkRule(rule);
  if (headers["x-oss-allow-same-action-overlap"] === "true") return;
  for (const [index, rule] of rules.entries()) {
    const action = rules.slice(0, index).flatMap((earlier) => overlap(earlier, rule) ?? [])[0];
    if (action) throw refused("InvalidArgument", `Overlap for same action type ${action}`);
  }
}

function checkRule(rule: XmlElement): void {
  if (!["Enabled", "Disabled"].includes(textOf(rule, "Status")?.trim() ?? "")) throw malformed();
  for (const time of ACTIONS.flatMap((action) => childrenOf(rule, action))) checkTime(time);
  const moving = ["Expiration", "Transition"].flatMap((action) => childrenOf(rule, action));
  const dated = moving.filter((time) => textOf(time, "CreatedBeforeDate") !== undefined);
  const counted = moving.filter((time) => textOf(time, "Days") !== undefined);
  if (dated.length > 0 && counted.length > 0) {
    throw refused("InvalidRequest", "Days and CreatedBeforeDate cannot be used in the same rule.");
  }
  checkMoves(childrenOf(rule, "Transition"), childOf(rule, "Expiration"), "Days");
  const older = childOf(rule, "NoncurrentVersionExpiration");
  checkMoves(childrenOf(rule, "NoncurrentVersionTransition"), older, "NoncurrentDays");
}

function checkTime(time: XmlElement): void {
  const days = textOf(time, "Days")?.trim();
  if (days !== undefined && !/^[1-9]\d*$/.test(days)) throw malformed();
  for (const name of ["CreatedBeforeDate", "Date"]) {
    const date = textOf(time, name)?.trim();
    if (date !== undefined && !/^\d{4}-\d{2}-\d{2}T00:00:00(\.000)?Z$/.test(date)) throw malformed();
  }
}

/** Objects move to colder classes, one after the other, and expire last. */
function checkMoves(moves: readonly XmlElement[], end: XmlElement | undefined, unit: string): void {
  const steps = moves.map((move) => ({
    rank: COLDER.indexOf(textOf(move, "StorageClass")?.trim() ?? ""),
    days: textOf(move, unit),
  }));
  if (steps.some(({ rank }) => rank === -1)) throw refused("InvalidArgument", "Objects cannot move to this class.");
  steps.push({ rank: COLDER.length, days: textOf(end, unit) });
  const days = steps.sort((a, b) => a.rank - b.rank).flatMap((step) => (step.days === undefined ? [] : [step.days]));
  if (days.some((text, index) => index > 0 && Number(text) <= Number(days[index - 1]))) {
    throw refused("InvalidArgument", `${unit} of a colder class, and of expiration, must be more than those before.`);
  }
}

/** The action that two rules both apply to the same objects. Rules with filters or tags are not compared. */
function overlap(a: XmlElement, b: XmlElement): string | undefined {
  if ([a, b].some((rule) => childOf(rule, "Tag") !== undefined || childOf(rule, "Filter") !== undefined)) {
    return undefined;
  }
  const [first, second] = [a, b].map((rule) => textOf(rule, "Prefix") ?? "") as [string, string];
  const nested = first.startsWith(second) || second.startsWith(first);
  if (!nested) return undefined;
  return ACTIONS.find((action) => [a, b].every((rule) => childOf(rule, action) !== undefined));
}

const refused = (code: string, message: string): ApiError => new ApiError(400, code, message);
