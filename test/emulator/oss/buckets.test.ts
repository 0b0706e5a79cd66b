import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { ossClient, refusal } from "./client.ts";

let server: AliyunServer;
let client: OSS;

beforeAll(async () => {
  server = await startAliyun({ services: { oss: createOss } });
  client = ossClient(server.url);
});
afterAll(() => server.stop());

/** As Go's libraries do with an address: the bucket in the path, an unknown key. */
async function raw(method: string, path: string, body = ""): Promise<{ status: number; text: string }> {
  const answer = await fetch(server.url + path, {
    method,
    headers: {
      authorization: "OSS someone:unverified",
      date: new Date().toUTCString(),
      "content-type": "application/xml",
    },
    ...(body && { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The elements that OSS adds to a document. */
const ADDED: Readonly<Record<string, string>> = {
  cors: "<ResponseVary>false</ResponseVary>",
  referer: "<AllowTruncateQueryString>true</AllowTruncateQueryString>",
};

const value = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];

const ROOTS: Readonly<Record<string, string>> = {
  lifecycle: "LifecycleConfiguration",
  encryption: "ServerSideEncryptionRule",
  requestPayment: "RequestPaymentConfiguration",
  logging: "BucketLoggingStatus",
  httpsConfig: "HttpsConfiguration",
};
const RULE = "<Rule><Prefix>p</Prefix><Status>Enabled</Status>";
const days = (action: string, count: string): string => `<${action}><Days>${count}</Days></${action}>`;
const move = (storageClass: string, count: string): string =>
  `<Transition><Days>${count}</Days><StorageClass>${storageClass}</StorageClass></Transition>`;
const date = (day: string): string =>
  `<Expiration><CreatedBeforeDate>${day}T00:00:00.000Z</CreatedBeforeDate></Expiration>`;
const sse = (algorithm: string, key: string): string =>
  `<ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>`;

describe("buckets", () => {
  it("can be created, listed, described and deleted", async () => {
    await client.putBucket("one-a", {
      acl: "public-read",
      storageClass: "IA",
      dataRedundancyType: "ZRS",
    } as OSS.PutBucketOptions);
    await client.putBucket("one-b");
    const listed: unknown = await client.listBuckets({ prefix: "one-", "max-keys": 10 });
    expect((listed as { buckets: { name: string }[] }).buckets.map(({ name }) => name)).toEqual(["one-a", "one-b"]);
    const { bucket } = await client.getBucketInfo("one-a");
    expect(bucket).toMatchObject({
      Name: "one-a",
      Location: "oss-cn-hangzhou",
      StorageClass: "IA",
      DataRedundancyType: "ZRS",
      AccessControlList: { Grant: "public-read" },
      Owner: { ID: "1234567890123456" },
      ServerSideEncryptionRule: { SSEAlgorithm: "None" },
    });
    expect((await client.getBucketLocation("one-a")).location).toBe("oss-cn-hangzhou");
    // Making one's own bucket again changes nothing.
    await client.putBucket("one-a");
    expect((await client.getBucketACL("one-a")).acl).toBe("public-read");
    await client.deleteBucket("one-a");
    await client.deleteBucket("one-b");
    expect(await refusal(client.getBucketInfo("one-a"))).toBe("404 NoSuchBucket");
    expect((await raw("PUT", "/Not_A_Name")).text).toContain("<Code>InvalidBucketName</Code>");
  });

  it("belong to one region", async () => {
    await client.putBucket("east");
    const put = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(server.url);
      const call = request(
        {
          port,
          method: "PUT",
          path: "/",
          headers: { host: "east.oss-cn-beijing.aliyuncs.com", authorization: "OSS someone:x" },
        },
        (answer) => {
          let text = "";
          answer.on("data", (chunk: Buffer) => (text += chunk)).on("end", () => resolve(text));
        },
      );
      call.on("error", reject).end();
    });
    expect(value(put, "Code")).toBe("BucketAlreadyExists");
  });
});

describe("bucket settings, as the Terraform provider writes and reads them", () => {
  beforeAll(async () => {
    await client.putBucket("settings");
  });

  it.each([
    ["cors", 404, "NoSuchCORSConfiguration"],
    ["website", 404, "NoSuchWebsiteConfiguration"],
    ["lifecycle", 404, "NoSuchLifecycle"],
    ["policy", 404, "NoSuchBucketPolicy"],
    ["encryption", 404, "NoSuchServerSideEncryptionRule"],
    ["transferAcceleration", 404, "NoSuchTransferAccelerationConfiguration"],
  ])("answer ?%s of a new bucket with %i %s", async (key, status, code) => {
    const answer = await raw("GET", `/settings?${key}`);
    expect([answer.status, value(answer.text, "Code")]).toEqual([status, code]);
  });

  it.each([
    ["logging", "<BucketLoggingStatus></BucketLoggingStatus>"],
    ["referer", "<AllowEmptyReferer>true</AllowEmptyReferer>"],
    ["tagging", "<TagSet></TagSet>"],
    ["versioning", "<VersioningConfiguration></VersioningConfiguration>"],
    ["resourceGroup", "<ResourceGroupId>rg-default-id</ResourceGroupId>"],
    ["accessmonitor", "<Status>Disabled</Status>"],
    ["requestPayment", "<Payer>BucketOwner</Payer>"],
    ["acl", "<Grant>private</Grant>"],
  ])("have a default for ?%s of a new bucket", async (key, part) => {
    const answer = await raw("GET", `/settings?${key}`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(part);
  });

  it.each([
    [
      "cors",
      "CORSConfiguration",
      "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>5</MaxAgeSeconds></CORSRule>",
    ],
    ["website", "WebsiteConfiguration", "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>"],
    [
      "logging",
      "BucketLoggingStatus",
      "<LoggingEnabled><TargetBucket>settings</TargetBucket><TargetPrefix>l/</TargetPrefix></LoggingEnabled>",
    ],
    [
      "referer",
      "RefererConfiguration",
      "<AllowEmptyReferer>false</AllowEmptyReferer><RefererList><Referer>a</Referer><Referer>b</Referer></RefererList>",
    ],
    [
      "lifecycle",
      "LifecycleConfiguration",
      "<Rule><ID>r</ID><Prefix></Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>",
    ],
    ["tagging", "Tagging", "<TagSet><Tag><Key>k</Key><Value>&lt;v&gt;</Value></Tag></TagSet>"],
    ["transferAcceleration", "TransferAccelerationConfiguration", "<Enabled>true</Enabled>"],
    ["accessmonitor", "AccessMonitorConfiguration", "<Status>Enabled</Status>"],
    [
      "encryption",
      "ServerSideEncryptionRule",
      "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>",
    ],
    ["publicAccessBlock", "PublicAccessBlockConfiguration", "<BlockPublicAccess>true</BlockPublicAccess>"],
  ])("return ?%s as it was stored", async (key, root, inside) => {
    // Indented, as some clients write it.
    const put = await raw("PUT", `/settings?${key}`, `<${root}>\n  ${inside}\n</${root}>`);
    expect(put.status).toBe(200);
    const kept = `<${root}>${inside}${ADDED[key] ?? ""}</${root}>`;
    expect((await raw("GET", `/settings?${key}`)).text).toContain(kept);
  });

  it.each([
    ["lifecycle", "MalformedXML", days("Expiration", "x")],
    ["lifecycle", "InvalidArgument", days("Expiration", "6") + move("IA", "7")],
    ["lifecycle", "InvalidArgument", move("IA", "5") + move("Archive", "2")],
    ["lifecycle", "InvalidArgument", move("Standard", "5")],
    ["lifecycle", "InvalidRequest", date("2026-12-25") + move("IA", "5")],
    ["lifecycle", "InvalidArgument", `${days("Expiration", "6")}</Rule>${RULE}${days("Expiration", "7")}`],
    ["encryption", "InvalidArgument", sse("AES256", "key-1")],
    ["encryption", "InvalidEncryptionAlgorithmError", sse("AES1", "")],
    ["requestPayment", "MalformedXML", "<Payer>Nobody</Payer>"],
    ["logging", "InvalidTargetBucketForLogging", "<LoggingEnabled><TargetBucket>no</TargetBucket></LoggingEnabled>"],
    ["httpsConfig", "MalformedXML", "<TLS><Enable>true</Enable></TLS>"],
    ["httpsConfig", "MalformedXML", "<TLS><Enable>true</Enable><TLSVersion>SSLv3</TLSVersion></TLS>"],
  ])("refuse ?%s with %s for an invalid document", async (key, code, inside) => {
    const root = ROOTS[key] ?? "";
    const body = key === "lifecycle" ? `<${root}>${RULE}${inside}</Rule></${root}>` : `<${root}>${inside}</${root}>`;
    const { status, text } = await raw("PUT", `/settings?${key}`, body);
    expect([status, value(text, "Code")]).toEqual([400, code]);
  });

  it("move objects by lifecycle rules, which may overlap when the client allows it", async () => {
    const rule = RULE + move("IA", "30") + move("Archive", "60") + days("Expiration", "90");
    const body = `<LifecycleConfiguration>${rule}</Rule>${rule}</Rule></LifecycleConfiguration>`;
    const put = (headers: object) =>
      fetch(`${server.url}/settings?lifecycle`, {
        ...{ method: "PUT", body },
        headers: { authorization: "OSS someone:unverified", ...headers },
      });
    expect((await put({})).status).toBe(400);
    expect((await put({ "x-oss-allow-same-action-overlap": "true" })).status).toBe(200);
  });

  it("appear in the bucket's description", async () => {
    const { text } = await raw("GET", "/settings?bucketInfo");
    expect(value(text, "AccessMonitor")).toBe("Enabled");
    expect(value(text, "SSEAlgorithm")).toBe("AES256");
    expect(value(text, "TransferAcceleration")).toBe("Enabled");
    expect(value(text, "BlockPublicAccess")).toBe("true");
  });

  it("refuse an invalid format", async () => {
    const wrong = await raw("PUT", "/settings?cors", "<Other/>");
    expect([wrong.status, value(wrong.text, "Code")]).toEqual([400, "MalformedXML"]);
    const open = await raw("PUT", "/settings?lifecycle", "<LifecycleConfiguration><Rule>");
    expect(value(open.text, "Code")).toBe("MalformedXML");
    expect(value((await raw("PUT", "/settings?policy", "{}")).text, "Code")).toBe("InvalidPolicyDocument");
    // Public access was blocked above.
    expect(await refusal(client.putBucketACL("settings", "public-read"))).toBe("403 AccessDenied");
  });

  it("can be deleted where the vendor allows it", async () => {
    for (const key of ["cors", "website", "lifecycle", "encryption", "publicAccessBlock", "policy"]) {
      expect((await raw("DELETE", `/settings?${key}`)).status).toBe(204);
    }
    expect((await raw("GET", "/settings?cors")).status).toBe(404);
    await client.putBucketACL("settings", "public-read");
  });

  it("are refused where they are not emulated, and do not change the bucket", async () => {
    for (const [method, key] of [
      ["GET", "inventory"],
      ["POST", "worm"],
    ] as const) {
      const answer = await raw(method, `/settings?${key}`);
      expect([answer.status, value(answer.text, "Code")]).toEqual([501, "NotImplemented"]);
      expect(value(answer.text, "Message")).toBe(`The emulator has no ${key}.`);
    }
    const restored = await raw("POST", "/settings/old?select");
    expect(value(restored.text, "Message")).toBe("The emulator does not know POST /settings/old?select.");
  });

  it("keep a policy character by character", async () => {
    const policy = '{ "Version":"1", "Statement":[] }';
    expect((await raw("PUT", "/settings?policy", policy)).status).toBe(200);
    expect((await raw("GET", "/settings?policy")).text).toBe(policy);
  });
});

it("are kept over a restart", async () => {
  const data = mkdtempSync(join(tmpdir(), "polyfn-oss-"));
  try {
    {
      await using first = await startAliyun({ services: { oss: createOss }, data });
      const before = ossClient(first.url, "durable");
      await before.putBucket("durable");
      await before.put("x/y", Buffer.from("still here"));
    }
    await using second = await startAliyun({ services: { oss: createOss }, data });
    expect((await ossClient(second.url, "durable").get("x/y")).content.toString()).toBe("still here");
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
