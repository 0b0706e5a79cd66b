import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import type { XmlValue } from "../../core/xml.ts";
import { ownerOf } from "./access.ts";
import { bucketOperation, invalid, isoTime, type Oss, xmlAnswer } from "./operation.ts";
import { visitPage } from "./read.ts";
import { restoreInfo } from "./restore.ts";
import { type Bucket, compareKeys, type ObjectVersion } from "./state.ts";
import { indexDocument } from "./website.ts";

/** The parameters of every listing of a bucket. */
export const LISTING = ["prefix", "delimiter", "encoding-type"];

/** Parameters that hold a key or a part of one. */
const PLACES = ["prefix", "delimiter", "marker", "start-after", "key-marker", "version-id-marker", "upload-id-marker"];
const LONGEST_KEY = 1024;

export const listOperations = (oss: Oss): readonly Operation[] => [
  bucketOperation(
    oss,
    { name: "ListObjects", method: "GET", also: [...LISTING, "marker", "max-keys"], open: "read" },
    (call, bucket) =>
      indexDocument(bucket, call) === undefined ? listObjects(oss, call, bucket) : visitPage(oss, call, bucket),
  ),
  bucketOperation(
    oss,
    {
      name: "ListObjectsV2",
      method: "GET",
      query: ["list-type"],
      also: [...LISTING, "continuation-token", "start-after", "fetch-owner", "max-keys"],
      actions: ["ListObjects"],
      open: "read",
    },
    (call, bucket) => listObjectsV2(oss, call, bucket),
  ),
  bucketOperation(
    oss,
    {
      name: "ListObjectVersions",
      method: "GET",
      query: ["versions"],
      also: [...LISTING, "key-marker", "version-id-marker", "max-keys"],
    },
    (call, bucket) => listVersions(oss, call, bucket),
  ),
  bucketOperation(
    oss,
    { name: "ListLiveChannel", method: "GET", query: ["live"], also: ["prefix", "marker", "max-keys"] },
    listLiveChannels,
  ),
];

/** There are none: clients that empty a bucket ask for them before they delete it. */
function listLiveChannels(call: Call): ServiceResponse {
  const { prefix, most } = readListing(call);
  const Marker = call.request.query.get("marker") ?? "";
  return xmlAnswer("ListLiveChannelResult", { Prefix: prefix, Marker, MaxKeys: most, IsTruncated: false });
}

/** The parameters of a listing. */
interface Listing {
  readonly prefix: string;
  readonly delimiter: string;
  readonly most: number;
  encode(text: string): string;
  readonly encoding: string | undefined;
}

export function readListing(call: Call, most = "max-keys"): Listing {
  const { query } = call.request;
  const number = Number(query.get(most) ?? (most === "max-keys" ? 100 : 1000));
  if (!Number.isInteger(number) || number < 1 || number > 1000) {
    throw invalid(most, query.get(most) ?? "", `Argument ${most} must be an integer between 1 and 1000.`);
  }
  const long = PLACES.find((name) => Buffer.byteLength(query.get(name) ?? "") > LONGEST_KEY);
  if (long !== undefined) throw invalid(long, query.get(long) ?? "", `${long} must not exceed ${LONGEST_KEY} bytes.`);
  const encoding = query.get("encoding-type") ?? undefined;
  if (encoding !== undefined && encoding !== "url") {
    throw invalid("encoding-type", encoding, "Invalid Encoding Method specified in Request.");
  }
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    most: number,
    encode: encoding ? encodeURIComponent : (text) => text,
    encoding,
  };
}

interface Entry<Item> {
  readonly key: string;
  readonly item?: Item;
  /** Set for keys that share it, up to the delimiter. */
  readonly common?: string;
}

/** Entries of a listing, in order: items, and one entry for all keys with a common prefix. */
export function group<Item>(items: readonly (readonly [key: string, item: Item])[], listing: Listing): Entry<Item>[] {
  const { prefix, delimiter } = listing;
  const entries: Entry<Item>[] = [];
  for (const [key, item] of items) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      entries.push({ key, item });
      continue;
    }
    const common = key.slice(0, end + delimiter.length);
    if (entries.at(-1)?.common !== common) entries.push({ key: common, common });
  }
  return entries;
}

/** True if an entry comes after a marker. One that is a common prefix, or a key below it, stands for all keys there. */
export const isPast = ({ key, common }: Entry<unknown>, marker: string): boolean =>
  compareKeys(key, marker) > 0 && !(common !== undefined && marker.startsWith(common));

/** The newest versions that are objects, in order. */
const current = (bucket: Bucket): [string, ObjectVersion][] =>
  [...bucket.objects]
    .flatMap(([key, [newest]]): [string, ObjectVersion][] => (newest && !newest.deleteMarker ? [[key, newest]] : []))
    .sort(([a], [b]) => compareKeys(a, b));

interface Page {
  readonly entries: readonly Entry<ObjectVersion>[];
  readonly truncated: boolean;
  /** Milliseconds of the emulator's clock. */
  readonly now: number;
}

function pageAfter(oss: Oss, bucket: Bucket, listing: Listing, marker: string): Page {
  const after = group(current(bucket), listing).filter((entry) => isPast(entry, marker));
  const now = oss.world.clock.now();
  return { entries: after.slice(0, listing.most), truncated: after.length > listing.most, now };
}

function contents({ entries, now }: Page, listing: Listing, call: Call, owner: boolean): XmlValue & object {
  return {
    Contents: entries.flatMap(({ key, item }) =>
      item
        ? [
            {
              Key: listing.encode(key),
              LastModified: isoTime(item.modified),
              ETag: `"${item.etag}"`,
              Type: item.type,
              Size: item.size,
              StorageClass: item.storageClass,
              RestoreInfo: restoreInfo(item, now),
              ...(owner && { Owner: ownerOf(call) }),
            },
          ]
        : [],
    ),
    CommonPrefixes: entries.flatMap(({ common }) => (common === undefined ? [] : [{ Prefix: listing.encode(common) }])),
  };
}

function listObjects(oss: Oss, call: Call, bucket: Bucket): ServiceResponse {
  const listing = readListing(call);
  const marker = call.request.query.get("marker") ?? "";
  const page = pageAfter(oss, bucket, listing, marker);
  return xmlAnswer("ListBucketResult", {
    Name: bucket.name,
    Prefix: listing.encode(listing.prefix),
    Marker: listing.encode(marker),
    MaxKeys: listing.most,
    Delimiter: listing.encode(listing.delimiter),
    ...(listing.encoding && { EncodingType: listing.encoding }),
    IsTruncated: page.truncated,
    NextMarker: page.truncated ? listing.encode(page.entries.at(-1)?.key ?? "") : undefined,
    ...contents(page, listing, call, true),
  });
}

function listObjectsV2(oss: Oss, call: Call, bucket: Bucket): ServiceResponse {
  const { query } = call.request;
  if (query.get("list-type") !== "2") throw invalid("list-type", query.get("list-type") ?? "", "list-type must be 2.");
  const listing = readListing(call);
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after") ?? "";
  const page = pageAfter(oss, bucket, listing, token ? readToken(token) : startAfter);
  const next = page.truncated ? Buffer.from(page.entries.at(-1)?.key ?? "").toString("base64") : undefined;
  return xmlAnswer("ListBucketResult", {
    Name: bucket.name,
    Prefix: listing.encode(listing.prefix),
    StartAfter: startAfter ? listing.encode(startAfter) : undefined,
    ContinuationToken: token ?? undefined,
    MaxKeys: listing.most,
    Delimiter: listing.encode(listing.delimiter),
    ...(listing.encoding && { EncodingType: listing.encoding }),
    IsTruncated: page.truncated,
    NextContinuationToken: next,
    ...contents(page, listing, call, query.get("fetch-owner") === "true"),
    KeyCount: page.entries.length,
  });
}

function readToken(token: string): string {
  const key = Buffer.from(token, "base64").toString();
  if (key === "" || Buffer.from(key).toString("base64") !== token)
    throw invalid("continuation-token", token, "The continuation token is not valid.");
  return key;
}

function listVersions(oss: Oss, call: Call, bucket: Bucket): ServiceResponse {
  const listing = readListing(call);
  const { query } = call.request;
  const keyMarker = query.get("key-marker") ?? "";
  const versionMarker = query.get("version-id-marker") ?? "";
  const all = [...bucket.objects]
    .sort(([a], [b]) => compareKeys(a, b))
    .flatMap(([key, versions]) => versions.map((version, index) => [key, { version, latest: index === 0 }] as const));
  const entries = group(all, listing);
  const start = entries.findIndex((entry) => isAfter(entry, keyMarker, versionMarker, bucket));
  const rest = start < 0 ? [] : entries.slice(start);
  const page = rest.slice(0, listing.most);
  const last = page.at(-1);
  const truncated = rest.length > page.length;
  const now = oss.world.clock.now();
  return xmlAnswer("ListVersionsResult", {
    Name: bucket.name,
    Prefix: listing.encode(listing.prefix),
    KeyMarker: listing.encode(keyMarker),
    VersionIdMarker: versionMarker,
    MaxKeys: listing.most,
    Delimiter: listing.encode(listing.delimiter),
    ...(listing.encoding && { EncodingType: listing.encoding }),
    IsTruncated: truncated,
    NextKeyMarker: truncated ? listing.encode(last?.key ?? "") : undefined,
    NextVersionIdMarker: truncated ? last?.item?.version.versionId : undefined,
    Version: page.flatMap((entry) => versionEntry(entry, listing, call, now)),
    DeleteMarker: page.flatMap((entry) => markerEntry(entry, listing, call)),
    CommonPrefixes: page.flatMap(({ common }) => (common === undefined ? [] : [{ Prefix: listing.encode(common) }])),
  });
}

interface Listed {
  readonly version: ObjectVersion;
  readonly latest: boolean;
}

function isAfter(entry: Entry<Listed>, keyMarker: string, versionMarker: string, bucket: Bucket): boolean {
  const { key, item } = entry;
  if (key !== keyMarker || versionMarker === "" || !item) return isPast(entry, keyMarker);
  const versions = (bucket.objects.get(key) ?? []).map((version) => version.versionId);
  return versions.indexOf(item.version.versionId) > versions.indexOf(versionMarker);
}

function versionEntry({ key, item }: Entry<Listed>, listing: Listing, call: Call, now: number): XmlValue[] {
  if (!item || item.version.deleteMarker) return [];
  const { version } = item;
  return [
    {
      ...listed(key, item, listing, call),
      ETag: `"${version.etag}"`,
      Type: version.type,
      Size: version.size,
      StorageClass: version.storageClass,
      RestoreInfo: restoreInfo(version, now),
    },
  ];
}

const markerEntry = ({ key, item }: Entry<Listed>, listing: Listing, call: Call): XmlValue[] =>
  item?.version.deleteMarker ? [listed(key, item, listing, call)] : [];

const listed = (key: string, { version, latest }: Listed, listing: Listing, call: Call) => ({
  Key: listing.encode(key),
  VersionId: version.versionId,
  IsLatest: latest,
  LastModified: isoTime(version.modified),
  Owner: ownerOf(call),
});
