import { readFileSync } from "node:fs";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presign, type SignableRequest, signHeaders } from "../../../adapters/aws/runtime/signing.ts";
import { Sha256, type SignedRequest } from "./meaning.ts";

interface Vector {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly sessionToken?: string;
  readonly signature: string;
}

/** Facts of the vendor's test suite (https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4), of the requests that a client can make. */
const vectors = JSON.parse(readFileSync(new URL("sigv4-vectors.json", import.meta.url), "utf8")) as readonly Vector[];

const signatureIn = (headers: Readonly<Record<string, string>>): string =>
  /Signature=([\da-f]{64})$/.exec(headers.authorization ?? "")?.[1] ?? "";

describe("signHeaders", () => {
  it.each(vectors)("signs $name as in the vendor's test suite", ({ name, signature, sessionToken, ...request }) => {
    const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
    const origin = "https://example.amazonaws.com";
    const { headers } = signHeaders(
      { service: "service", region: "us-east-1", origin, ...request },
      { ...keys, ...(sessionToken && { sessionToken }) },
      new Date("2015-08-30T12:36:00Z"),
    );
    expect(signatureIn(headers)).toBe(signature);
  });
});

const EXAMPLE = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const bucket = { service: "s3", region: "us-east-1", origin: "https://examplebucket.s3.amazonaws.com" } as const;
const day = new Date("2013-05-24T00:00:00Z");

describe("examples in the documentation of S3", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  it.each<[string, Omit<SignableRequest, keyof typeof bucket>, string]>([
    [
      "GET Object",
      { method: "GET", path: "/test.txt", headers: { range: "bytes=0-9" } },
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "PUT Object",
      {
        method: "PUT",
        path: "/test%24file.text",
        headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
        body: "Welcome to Amazon S3.",
      },
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ],
    [
      "GET Bucket Lifecycle",
      { method: "GET", path: "/", query: { lifecycle: "" } },
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      "List Objects",
      { method: "GET", path: "/", query: { "max-keys": "2", prefix: "J" } },
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ])("give the same signature of %s", (_, request, signature) => {
    expect(signatureIn(signHeaders({ ...bucket, ...request }, EXAMPLE, day).headers)).toBe(signature);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  it("give the same presigned URL", () => {
    const url = new URL(presign({ ...bucket, method: "GET", path: "/test.txt" }, 86400, EXAMPLE, day));
    expect(url.searchParams.get("X-Amz-Signature")).toBe(
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    );
    expect(url.pathname).toBe("/test.txt");
  });
});

const segment = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((text) => !/^\.{1,2}$/.test(text));
const header = fc.stringMatching(/^[!-~]( {0,2}[!-~]){0,12}$/);
const requests = fc.record({
  service: fc.constantFrom("s3", "dynamodb", "lambda"),
  segments: fc.array(segment, { maxLength: 4 }),
  query: fc.dictionary(fc.stringMatching(/^[a-zA-Z][\w.-]{0,8}$/), fc.string({ unit: "grapheme" }), { maxKeys: 4 }),
  headers: fc.dictionary(fc.stringMatching(/^(x-amz-meta-|x-amz-)[a-z][a-z\d-]{0,8}$/), header, { maxKeys: 3 }),
  body: fc.string({ unit: "grapheme" }),
  token: fc.option(header, { nil: undefined }),
  time: fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
});

const EQUAL = { numRuns: 300 };

/** The request as the vendor's signer takes it, and the signer. */
function vendor(service: string, sessionToken: string | undefined) {
  const credentials = { ...EXAMPLE, ...(sessionToken && { sessionToken }) };
  const signer = new SignatureV4({
    service,
    region: "eu-central-1",
    credentials,
    sha256: Sha256 as never,
    uriEscapePath: service !== "s3",
    applyChecksum: service === "s3",
  });
  return { credentials, signer };
}

describe("any request", () => {
  it("gets the same signature as from the vendor's signer", async () => {
    await fc.assert(
      fc.asyncProperty(requests, async ({ service, segments, query, headers, body, token, time }) => {
        const { credentials, signer } = vendor(service, token);
        const path = `/${segments.map(encodeURIComponent).join("/")}`;
        const own = signHeaders(
          { service, region: "eu-central-1", method: "POST", origin: "https://x.example", path, query, headers, body },
          credentials,
          time,
        );
        const url = { protocol: "https:", hostname: "x.example", path, query };
        const theirs = await signer.sign(
          { ...url, method: "POST", headers: { ...headers, host: "x.example" }, body } as never,
          { signingDate: time },
        );
        expect(signatureIn(own.headers)).toBe(signatureIn((theirs as unknown as SignedRequest).headers));
      }),
      EQUAL,
    );
  });

  it("gets the same presigned URL as from the vendor's signer", async () => {
    await fc.assert(
      fc.asyncProperty(requests, fc.integer({ min: 1, max: 604_800 }), async (given, expires) => {
        const { segments, token, time } = given;
        const { credentials, signer } = vendor("s3", token);
        const path = `/${segments.map(encodeURIComponent).join("/")}`;
        const headers = { "content-type": "text/plain" };
        const request = {
          service: "s3",
          region: "eu-central-1",
          method: "PUT",
          origin: "https://x.example",
          path,
          headers,
        };
        const own = new URL(presign(request, expires, credentials, time));
        const url = { protocol: "https:", hostname: "x.example", path, query: {} };
        const theirs = await signer.presign(
          {
            ...url,
            method: "PUT",
            headers: { ...headers, host: "x.example", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
          } as never,
          {
            signingDate: time,
            expiresIn: expires,
            signableHeaders: new Set(["content-type", "host"]),
            unsignableHeaders: new Set(["x-amz-content-sha256"]),
            unhoistableHeaders: new Set(["x-amz-content-sha256"]),
          },
        );
        expect(Object.fromEntries(own.searchParams)).toEqual(theirs.query);
        expect(own.pathname).toBe(new URL(path, own).pathname);
      }),
      EQUAL,
    );
  });
});
