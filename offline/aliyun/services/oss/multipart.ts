import { createHash, randomBytes } from "node:crypto";
import { crc64 } from "../../core/crc64.ts";
import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { childrenOf, parseXml, textOf } from "../../core/xml.ts";
import { digest, digestHeader, identityHeaders, readAttributes } from "./attributes.ts";
import { answerCallback, CALLBACK, readCallback } from "./callback.ts";
import { readRange } from "./conditions.ts";
import { copyPermissions, copySource } from "./copy-source.ts";
import { encrypting, encryptionHeader } from "./encryption.ts";
import { invalid, isoTime, malformed, type Oss, objectOperation, VERSION, xmlAnswer } from "./operation.ts";
import { checkDigest } from "./settings.ts";
import type { Bucket, Part, Upload } from "./state.ts";
import { store, type Where } from "./write.ts";

/** Every part but the last must be this long. */
const SMALLEST_PART = 100 * 1024;

export const multipartOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(
    oss,
    {
      name: "InitiateMultipartUpload",
      method: "POST",
      query: ["uploads"],
      // Clients name a copy's source version and a callback here, too, where they have no meaning.
      also: ["encoding-type", "sequential", ...VERSION, ...CALLBACK],
      actions: ["PutObject", encrypting(oss)],
      open: "write",
    },
    (call, where) => initiate(oss, call, where),
  ),
  objectOperation(
    oss,
    {
      name: "UploadPart",
      method: "PUT",
      query: ["partNumber", "uploadId"],
      also: ["sequential", ...CALLBACK],
      actions: ["PutObject"],
      open: "write",
    },
    (call, where) => {
      checkDigest(call);
      const part = addPart(oss, call, where, call.request.body, "UploadPart");
      const headers = { etag: `"${part.etag}"`, "x-oss-hash-crc64ecma": part.crc64, ...digestHeader(part) };
      return { status: 200, headers };
    },
  ),
  objectOperation(
    oss,
    {
      name: "UploadPartCopy",
      method: "PUT",
      query: ["partNumber", "uploadId"],
      // The source's version is named in the header that names the source; some clients repeat it here.
      also: VERSION,
      headers: ["x-oss-copy-source"],
      actions: copyPermissions(oss),
    },
    (call, where) => uploadPartCopy(oss, call, where),
  ),
  objectOperation(
    oss,
    {
      name: "CompleteMultipartUpload",
      method: "POST",
      query: ["uploadId"],
      also: ["encoding-type", "sequential", ...CALLBACK],
      actions: ["PutObject"],
      open: "write",
    },
    (call, where) => complete(oss, call, where),
  ),
  objectOperation(
    oss,
    { name: "AbortMultipartUpload", method: "DELETE", query: ["uploadId"], also: ["sequential"], open: "write" },
    (call, where) => {
      const upload = findUpload(where, call);
      where.bucket.uploads.delete(upload.id);
      oss.notifier.notify(call, { name: "ObjectRemoved:AbortMultipartUpload", ...where });
      return { status: 204 };
    },
  ),
  objectOperation(
    oss,
    {
      name: "ListParts",
      method: "GET",
      query: ["uploadId"],
      also: ["encoding-type", "max-parts", "part-number-marker"],
    },
    listParts,
  ),
];

function initiate(oss: Oss, call: Call, where: Where): ServiceResponse {
  const { bucket, key } = where;
  const id = randomBytes(16).toString("hex").toUpperCase();
  const attributes = readAttributes(oss, call, bucket);
  const sequential = call.request.query.has("sequential") && ({ sequential: true } as const);
  bucket.uploads.set(id, { id, key, initiated: oss.world.clock.now(), attributes, ...sequential, parts: {} });
  oss.notifier.notify(call, { name: "ObjectCreated:InitiateMultipartUpload", ...where });
  const answer = xmlAnswer("InitiateMultipartUploadResult", {
    ...encodingOf(call),
    Bucket: bucket.name,
    Key: encoded(call, key),
    UploadId: id,
  });
  return { ...answer, headers: { ...answer.headers, ...encryptionHeader(bucket, attributes) } };
}

/** Clients decode a key where this element says that it is encoded. */
const encodingOf = (call: Call): { EncodingType?: "url" } =>
  call.request.query.get("encoding-type") === "url" ? { EncodingType: "url" } : {};

const encoded = (call: Call, key: string): string =>
  call.request.query.get("encoding-type") === "url" ? encodeURIComponent(key) : key;

function findUpload({ bucket, key }: { readonly bucket: Bucket; readonly key: string }, call: Call): Upload {
  const id = call.request.query.get("uploadId") ?? "";
  const upload = bucket.uploads.get(id);
  if (upload?.key === key) return upload;
  throw new ApiError(
    404,
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { UploadId: id, EC: numberOf(call) },
  );
}

/** The vendor's number of the refusal, which differs by operation. */
function numberOf({ request }: Call): string {
  if (request.method !== "PUT") return "0042-00000002";
  return request.headers["x-oss-copy-source"] === undefined ? "0042-00000104" : "0042-00000311";
}

function addPart(oss: Oss, call: Call, where: Where, body: Buffer, event: string): Part {
  const upload = findUpload(where, call);
  const stated = call.request.query.get("partNumber") ?? "";
  const number = Number(stated);
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalid("partNumber", stated, "PartNumber must be an integer between 1 and 10000, inclusive.");
  }
  if (upload.sequential && number > Object.keys(upload.parts).length + 1) {
    const message = "For sequential multipart upload, you must upload or complete parts with sequential part number.";
    throw new ApiError(400, "PartNotSequential", message, { PartNumber: stated });
  }
  const part = { number, ...digest(oss, body), modified: oss.world.clock.now() };
  upload.parts[number] = part;
  oss.notifier.notify(call, { name: `ObjectCreated:${event}`, ...where, version: part });
  return part;
}

function uploadPartCopy(oss: Oss, call: Call, where: Where): ServiceResponse {
  const { version, kept } = copySource(oss, call);
  const body = oss.world.blobs.get(version.blob);
  const stated = call.request.headers["x-oss-copy-source-range"];
  const range = stated === undefined ? undefined : readRange({ range: stated }, version.size);
  const piece = range ? body.subarray(range.start, range.end + 1) : body;
  const part = addPart(oss, call, where, piece, "UploadPartCopy");
  const answer = xmlAnswer("CopyPartResult", { LastModified: isoTime(part.modified), ETag: `"${part.etag}"` });
  const source = kept && { "x-oss-copy-source-version-id": version.versionId };
  const headers = { ...answer.headers, etag: `"${part.etag}"`, "x-oss-hash-crc64ecma": part.crc64, ...source };
  return { ...answer, headers };
}

function complete(oss: Oss, call: Call, where: Where): ServiceResponse | Promise<ServiceResponse> {
  const upload = findUpload(where, call);
  const callback = readCallback(call);
  const all = call.request.headers["x-oss-complete-all"]?.toLowerCase() === "yes";
  if (all && call.request.body.length > 0) {
    throw invalid("x-oss-complete-all", "yes", "Should not speficy both complete all header and http body.");
  }
  const parts = all ? Object.values(upload.parts) : namedParts(call, upload);
  checkParts(parts);
  const body = Buffer.concat(parts.map((part) => oss.world.blobs.get(part.blob)));
  // OSS hashes the entity tags as they are written, in capitals, and not the bytes that they stand for.
  const etags = createHash("md5").update(parts.map((part) => part.etag).join(""));
  const version = store(oss, call, where, "ObjectCreated:CompleteMultipartUpload", {
    ...upload.attributes,
    blob: oss.world.blobs.put(body),
    size: body.length,
    etag: `${etags.digest("hex").toUpperCase()}-${parts.length}`,
    crc64: crc64(body),
    ...(upload.sequential && { md5: createHash("md5").update(body).digest("base64") }),
    deleteMarker: false,
    modified: oss.world.clock.now(),
    type: "Multipart",
  });
  where.bucket.uploads.delete(upload.id);
  const answer = xmlAnswer("CompleteMultipartUploadResult", {
    Location: `https://${where.bucket.name}.oss-${where.bucket.region}.aliyuncs.com/${encodeURIComponent(where.key)}`,
    ...encodingOf(call),
    Bucket: where.bucket.name,
    Key: encoded(call, where.key),
    ETag: `"${version.etag}"`,
  });
  const done = { ...answer, headers: { ...answer.headers, ...identityHeaders(where.bucket, version) } };
  return callback ? answerCallback(oss, call, { ...where, version }, callback, done) : done;
}

/** There is a part, and only the last one may be small. */
function checkParts(parts: readonly Part[]): void {
  if (parts.length === 0) throw malformed();
  const small = parts.slice(0, -1).find((part) => part.size < SMALLEST_PART);
  if (small === undefined) return;
  throw new ApiError(400, "EntityTooSmall", "Your proposed upload smaller than the minimum allowed size.", {
    MinSizeAllowed: String(SMALLEST_PART),
    ProposedSize: String(small.size),
    PartNumber: String(small.number),
  });
}

/** The parts that the request lists, which must be there, unchanged and in order. */
function namedParts(call: Call, upload: Upload): Part[] {
  checkDigest(call);
  const document = parseXml(call.request.body.toString());
  if (document?.name !== "CompleteMultipartUpload") throw malformed();
  const named = childrenOf(document, "Part").map((part) => ({
    number: Number(textOf(part, "PartNumber")),
    etag: (textOf(part, "ETag") ?? "").trim().replaceAll('"', "").toUpperCase(),
  }));
  if (named.some((part, index) => index > 0 && part.number <= (named[index - 1]?.number ?? 0))) {
    throw new ApiError(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
  }
  return named.map(({ number, etag }) => {
    const part = upload.parts[number];
    if (part?.etag !== etag) {
      throw new ApiError(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
        { PartNumber: String(number), ETag: etag },
      );
    }
    return part;
  });
}

function listParts(call: Call, where: Where): ServiceResponse {
  const upload = findUpload(where, call);
  const { query } = call.request;
  const marker = Number(query.get("part-number-marker") ?? 0);
  const most = Number(query.get("max-parts") ?? 1000);
  if (!Number.isInteger(most) || most < 1 || most > 1000) {
    throw invalid("max-parts", query.get("max-parts") ?? "", "Argument max-parts must be between 1 and 1000.");
  }
  const after = Object.values(upload.parts).filter((part) => part.number > marker);
  const page = after.slice(0, most);
  return xmlAnswer("ListPartsResult", {
    Bucket: where.bucket.name,
    Key: encoded(call, where.key),
    ...encodingOf(call),
    UploadId: upload.id,
    StorageClass: upload.attributes.storageClass,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: most,
    IsTruncated: after.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoTime(part.modified),
      ETag: `"${part.etag}"`,
      HashCrc64ecma: part.crc64,
      Size: part.size,
    })),
  });
}
