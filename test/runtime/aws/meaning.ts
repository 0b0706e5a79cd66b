import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Recorded } from "./recorder.ts";

/** Headers that say nothing of what is asked: of the connection, the client itself, and the signature. */
const INCIDENTAL =
  /^(host|connection|content-length|accept|accept-encoding|user-agent|x-amz-user-agent|amz-sdk-.*|authorization|x-amz-date|x-amz-content-sha256|expect)$/;
/** Asks S3 for checksums that the SDK compares, and SQS for the older names of errors beside the newer. */
const CHECKS = /^x-amz-checksum-mode$|^x-amzn-query-mode$/;

/** The meaning of a request, apart from its spelling. */
export interface Meaning {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export function meaningOf({ method, target, headers, body }: Recorded): Meaning {
  const { pathname, searchParams } = new URL(target, "http://x");
  // Names the operation for the vendor's own statistics.
  searchParams.delete("x-id");
  const told = Object.entries(headers).filter(([name]) => !INCIDENTAL.test(name) && !CHECKS.test(name));
  return {
    method,
    path: decodeURIComponent(pathname),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(told),
    body: readBody(String(headers["content-type"] ?? ""), body),
  };
}

function readBody(type: string, body: Buffer): unknown {
  if (type.includes("json")) return JSON.parse(body.toString());
  if (type.includes("form-urlencoded")) return Object.fromEntries(new URLSearchParams(body.toString()));
  return body.toString("base64");
}

/** A request as the vendor's signer signs it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** SHA-256 as the vendor's signer wants it. */
export class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

/** Signs a request that arrived with the vendor's signer, as its service would to compare the signatures. */
export async function expectedSignature({ method, target, headers, body }: Recorded): Promise<string> {
  const [, credential = "", names = ""] =
    /Credential=([^,]+), ?SignedHeaders=([^,]+)/.exec(headers.authorization ?? "") ?? [];
  const [accessKeyId = "", , region = "", service = ""] = credential.split("/");
  const sessionToken = headers["x-amz-security-token"] as string | undefined;
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey: "secret", ...(sessionToken && { sessionToken }) },
    sha256: Sha256 as never,
    uriEscapePath: service !== "s3",
    applyChecksum: false,
  });
  const { pathname, searchParams } = new URL(target, "http://x");
  const told = Object.fromEntries(names.split(";").map((name) => [name, String(headers[name])]));
  const date = String(headers["x-amz-date"]).replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
  const signed = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "x",
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: told,
      body: new Uint8Array(body),
    } as never,
    { signingDate: new Date(date) },
  );
  return (signed as unknown as SignedRequest).headers.authorization ?? "";
}
