import {
  compactTime,
  encodePath,
  encodeQuery,
  headerLines,
  scopedSignature,
  sha256,
} from "../../../runtime/core/digest.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request to sign. */
export interface SignableRequest {
  /** The service's name in signatures: "dynamodb". */
  readonly service: string;
  readonly region: string;
  readonly method: string;
  /** For example `http://127.0.0.1:4566`. */
  readonly origin: string;
  /** Encoded once. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names are in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const UNSIGNED = "UNSIGNED-PAYLOAD";

/** Proxies may change how long a response is kept. */
const isSigned = (name: string): boolean => name !== "cache-control";

const signedNames = (headers: Readonly<Record<string, string>>): string =>
  Object.keys(headers).filter(isSigned).sort().join(";");

const scopeOf = ({ service, region }: SignableRequest, time: string): string =>
  `${time.slice(0, 8)}/${region}/${service}/aws4_request`;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signature(
  request: SignableRequest,
  headers: Readonly<Record<string, string>>,
  query: string,
  payload: string,
  [secret, time]: [string, string],
): string {
  const { service, method, path } = request;
  // Every service but S3 encodes the path a second time.
  const canonicalPath = service === "s3" ? path : encodePath(path);
  const trimmed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.trim().replace(/\s+/g, " ")]),
  );
  const lines = headerLines(trimmed, isSigned);
  const canonical = [method, canonicalPath, query, lines, signedNames(headers), payload].join("\n");
  const scope = scopeOf(request, time);
  const text = [ALGORITHM, time, scope, sha256(canonical)].join("\n");
  return scopedSignature(`AWS4${secret}`, scope, text);
}

const urlOf = ({ origin, path }: SignableRequest, query: string): URL =>
  new URL(origin + path + (query && `?${query}`));

/** The address and the headers of a request that carries its signature in a header. */
export function signHeaders(
  request: SignableRequest,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  date: Date,
): { readonly url: URL; readonly headers: Readonly<Record<string, string>> } {
  const { service, body = "", query = {} } = request;
  const time = compactTime(date);
  const search = encodeQuery(query);
  const url = urlOf(request, search);
  const payload = sha256(body);
  const headers: Record<string, string> = {
    ...request.headers,
    "x-amz-date": time,
    ...(service === "s3" && { "x-amz-content-sha256": payload }),
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  const signed = { ...headers, host: url.host };
  const credential = `Credential=${accessKeyId}/${scopeOf(request, time)}`;
  const made = signature(request, signed, search, payload, [secretAccessKey, time]);
  headers.authorization = `${ALGORITHM} ${credential}, SignedHeaders=${signedNames(signed)}, Signature=${made}`;
  return { url, headers };
}

/** An address of S3 that carries its signature, and works for so many seconds. The body is not signed. */
export function presign(
  request: SignableRequest,
  expires: number,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  date: Date,
): string {
  const time = compactTime(date);
  const headers = { ...request.headers, host: urlOf(request, "").host };
  const query = {
    ...request.query,
    "X-Amz-Algorithm": ALGORITHM,
    "X-Amz-Credential": `${accessKeyId}/${scopeOf(request, time)}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(expires),
    "X-Amz-SignedHeaders": signedNames(headers),
    ...(sessionToken && { "X-Amz-Security-Token": sessionToken }),
  };
  const made = signature(request, headers, encodeQuery(query), UNSIGNED, [secretAccessKey, time]);
  return urlOf(request, encodeQuery({ ...query, "X-Amz-Signature": made })).href;
}
