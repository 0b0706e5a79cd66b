import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { childOf, parseXml, textOf } from "../../core/xml.ts";
import { versionHeader } from "./attributes.ts";
import { invalid, malformed, type Oss, objectOperation, VERSION } from "./operation.ts";
import { type Bucket, findVersion, type ObjectVersion, replaceVersion } from "./state.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time until an object of a class becomes readable, by priority, and the days that it may stay readable. */
interface Thawing {
  readonly duration: Readonly<Record<string, number>>;
  readonly mostDays: number;
}

/** The vendor gives ranges; here it takes as long as it takes at most. */
const THAWING: Readonly<Record<string, Thawing>> = {
  Archive: { duration: { Standard: MINUTE }, mostDays: 7 },
  ColdArchive: { duration: { Expedited: HOUR, Standard: 5 * HOUR, Bulk: 12 * HOUR }, mostDays: 365 },
  DeepColdArchive: { duration: { Expedited: 12 * HOUR, Standard: 48 * HOUR }, mostDays: 365 },
};

/** Archived objects are made readable for some days. The emulator's clock decides when. */
export const restoreOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(oss, { name: "RestoreObject", method: "POST", query: ["restore"], also: VERSION }, (call, where) =>
    restore(oss, call, where),
  ),
];

function restore(oss: Oss, call: Call, { bucket, key }: { bucket: Bucket; key: string }): ServiceResponse {
  const version = findVersion(bucket, key, call.request.query.get("versionId"));
  const thawing = THAWING[version.storageClass];
  if (version.deleteMarker || !thawing) {
    throw new ApiError(400, "OperationNotSupported", "The operation is not supported for this resource", {
      ResourceType: version.storageClass,
    });
  }
  const { days, tier } = readRequest(call, version.storageClass, thawing);
  const now = oss.world.clock.now();
  const wait = thawing.duration[tier] ?? 0;
  const state = stateOf(version, now);
  if (state === "restoring" && now + wait >= (version.restored?.from ?? 0)) {
    throw new ApiError(409, "RestoreAlreadyInProgress", "The restore operation is in progress.");
  }
  const from = state === "restored" ? (version.restored?.from ?? now) : now + wait;
  replaceVersion(bucket, key, { ...version, restored: { from, until: Math.max(from, now) + days * DAY } });
  oss.world.changed();
  return {
    status: state === "restored" ? 200 : 202,
    headers: {
      ...versionHeader(bucket, version),
      ...(version.storageClass !== "Archive" && { "x-oss-object-restore-priority": tier }),
    },
  };
}

function readRequest(call: Call, storageClass: string, thawing: Thawing): { days: number; tier: string } {
  const text = call.request.body.toString();
  const document = text.trim() === "" ? undefined : parseXml(text);
  if (text.trim() !== "" && document?.name !== "RestoreRequest") throw malformed();
  const parameters = childOf(document, "JobParameters");
  if (parameters && storageClass === "Archive") throw malformed();
  const tier = textOf(parameters, "Tier")?.trim() || "Standard";
  if (thawing.duration[tier] === undefined)
    throw invalid("Tier", tier, `There is no tier ${tier} for ${storageClass}.`);
  const stated = textOf(document, "Days")?.trim() || "1";
  const days = Number(stated);
  if (Number.isInteger(days) && days >= 1 && days <= thawing.mostDays) return { days, tier };
  throw invalid("Days", stated, `Days must be between 1 and ${thawing.mostDays} for ${storageClass}.`);
}

function stateOf({ restored }: ObjectVersion, now: number): "archived" | "restoring" | "restored" {
  if (!restored || now >= restored.until) return "archived";
  return now < restored.from ? "restoring" : "restored";
}

/** The restoration header of an archived object; undefined without a restoration. */
export function restoreInfo(version: ObjectVersion, now: number): string | undefined {
  const state = stateOf(version, now);
  if (state === "archived") return undefined;
  if (state === "restoring") return 'ongoing-request="true"';
  return `ongoing-request="false", expiry-date="${new Date(version.restored?.until ?? now).toUTCString()}"`;
}

/** @throws ApiError for an archived object that has not been restored. */
export function checkReadable(oss: Oss, bucket: Bucket, version: ObjectVersion): void {
  if (THAWING[version.storageClass] === undefined) return;
  const direct = textOf(parseXml(bucket.settings.bucketArchiveDirectRead ?? ""), "Enabled") === "true";
  if (direct && version.storageClass === "Archive") return;
  if (stateOf(version, oss.world.clock.now()) === "restored") return;
  throw new ApiError(403, "InvalidObjectState", "The operation is not valid for the object's state");
}
