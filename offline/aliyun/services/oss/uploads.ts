import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { group, isPast, LISTING, readListing } from "./list.ts";
import { bucketOperation, isoTime, type Oss, xmlAnswer } from "./operation.ts";
import { type Bucket, compareKeys, type Upload } from "./state.ts";

/** Multipart uploads that a bucket has open. */
export const uploadOperations = (oss: Oss): readonly Operation[] => [
  bucketOperation(
    oss,
    {
      name: "ListMultipartUploads",
      method: "GET",
      query: ["uploads"],
      also: [...LISTING, "key-marker", "upload-id-marker", "max-uploads"],
    },
    listUploads,
  ),
];

function listUploads(call: Call, bucket: Bucket): ServiceResponse {
  const listing = readListing(call, "max-uploads");
  const { query } = call.request;
  const keyMarker = query.get("key-marker") ?? "";
  const idMarker = query.get("upload-id-marker") ?? "";
  const all = [...bucket.uploads.values()]
    .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id))
    .map((upload): [string, Upload] => [upload.key, upload]);
  const entries = group(all, listing).filter((entry) => {
    if (entry.key !== keyMarker || idMarker === "" || !entry.item) return isPast(entry, keyMarker);
    return compareKeys(entry.item.id, idMarker) > 0;
  });
  const page = entries.slice(0, listing.most);
  const last = page.at(-1);
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket.name,
    ...(listing.encoding && { EncodingType: listing.encoding }),
    KeyMarker: listing.encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: listing.encode(last?.key ?? ""),
    NextUploadIdMarker: last?.item?.id ?? "",
    Delimiter: listing.encode(listing.delimiter),
    Prefix: listing.encode(listing.prefix),
    MaxUploads: listing.most,
    IsTruncated: entries.length > page.length,
    Upload: page.flatMap(({ item }) =>
      item
        ? [
            {
              Key: listing.encode(item.key),
              UploadId: item.id,
              StorageClass: item.attributes.storageClass,
              Initiated: isoTime(item.initiated),
            },
          ]
        : [],
    ),
    CommonPrefixes: page.flatMap(({ common }) => (common === undefined ? [] : [{ Prefix: listing.encode(common) }])),
  });
}
