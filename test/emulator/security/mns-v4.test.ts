import { describe, expect, it } from "vitest";
import type { ServiceRequest } from "../../../offline/aliyun/core/http.ts";
import { schemes } from "../../../offline/aliyun/security/schemes/index.ts";

/** As the vendor's Java client 2.0.0 sent them, with the key `offline` and the secret `offline`. */
const SENT = [
  {
    method: "POST",
    rawPath: "/queues/j1j7270/messages",
    rawQuery: "",
    signature: "5bf76236b20515881760cf6de78956e79283c70ea774f72b9fa3e666f90b6abf",
  },
  {
    method: "GET",
    rawPath: "/queues/j1j7270/messages",
    rawQuery: "peekonly=true",
    signature: "9390835328f0c215889808dcc9aaf693cb2f53a67793cc53d91aedfa46c96a4f",
  },
  {
    method: "DELETE",
    rawPath: "/queues/j1j7270/messages",
    rawQuery: "ReceiptHandle=nope",
    signature: "ba72909eac2c6640df686627d5c57cfeef1c0cfaad219d304a25b1c93e52de2d",
  },
  {
    method: "GET",
    rawPath: "/queues",
    rawQuery: "",
    more: { "x-mns-with-meta": "true", "x-mns-prefix": "j", "x-mns-ret-number": "10" },
    signature: "c5e5e8c6c3dca3844d0eae2c3ff9d88590cb81e472d8584a5a92df75c0868e8b",
  },
] as const;

const claimOf = ({ signature, rawPath, rawQuery, method, ...rest }: (typeof SENT)[number]) => {
  const headers = {
    date: "Sat, 21 Nov 2026 20:25:10 GMT",
    "content-type": "text/xml;charset=UTF-8",
    "x-mns-version": "2015-06-06",
    authorization: `MNS4-HMAC-SHA256 Credential=offline/20261121/cn-hangzhou/mns/aliyun_v4_request,Signature=${signature}`,
    ...("more" in rest && rest.more),
  };
  const request: Pick<ServiceRequest, "method" | "rawPath" | "rawQuery" | "headers"> = {
    method,
    rawPath,
    rawQuery,
    headers,
  };
  return schemes.mns.claim(request as ServiceRequest, {});
};

describe("MNS signatures of version 4", () => {
  it.each(SENT)("equal those of the Java client: $method $rawPath?$rawQuery", (sent) => {
    const claim = claimOf(sent);
    expect(claim).toMatchObject({ accessKeyId: "offline", signedAt: Date.parse("2026-11-21T20:25:10Z") });
    expect(claim?.isSignedWith("offline")).toBe(true);
    expect(claim?.isSignedWith("other")).toBe(false);
  });

  it("differ for another request", () => {
    const [first, second] = SENT;
    expect(claimOf({ ...second, signature: first.signature as never })?.isSignedWith("offline")).toBe(false);
  });
});
