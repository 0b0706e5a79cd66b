import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { type OssClient, ossClient, refusal } from "./client.ts";

let server: AliyunServer;
let client: OssClient;

beforeAll(async () => {
  server = await startAliyun({ services: { oss: createOss }, strict: true });
  client = ossClient(server.url, "uploads");
  await client.putBucket("uploads");
});
afterAll(() => server.stop());

interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request signed in the first version, over the sub-resources that are given. */
function ask({ method, target, headers = {}, body }: Asked, resource = target): Promise<Response> {
  const date = new Date().toUTCString();
  const type = headers["content-type"] ?? (body === undefined ? "" : "text/plain");
  const own = Object.keys(headers).filter((name) => name.startsWith("x-oss-"));
  const lines = own.sort().map((name) => `${name}:${headers[name]}\n`);
  const text = `${method}\n\n${type}\n${date}\n${lines.join("")}${resource}`;
  const authorization = `OSS offline:${createHmac("sha1", "offline").update(text).digest("base64")}`;
  return fetch(server.url + target, {
    method,
    headers: { ...headers, ...(type && { "content-type": type }), date, authorization },
    ...(body && { body }),
  });
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64");
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${/<Code>(\w+)/.exec(await response.text())?.[1]}`;

describe("OSS signatures of version 2", () => {
  const sign = (text: string): string => createHmac("sha256", "offline").update(text).digest("base64");

  it("are accepted in a header, with additional headers", async () => {
    const date = new Date().toUTCString();
    const put = (signature: string) => {
      const authorization = `OSS2 AccessKeyId:offline,AdditionalHeaders:x-own,Signature:${signature}`;
      const headers = { date, authorization, "x-own": "1", "x-oss-meta-a": "b", "content-type": "text/plain" };
      return fetch(`${server.url}/uploads/dir/v2%20key`, { method: "PUT", headers, body: "second" });
    };
    const lines = "x-oss-meta-a:b\nx-own:1\n";
    const text = `PUT\n\ntext/plain\n${date}\n${lines}x-own\n%2Fuploads%2Fdir%2Fv2%20key`;
    expect((await put(sign(text))).status).toBe(200);
    expect(await codeOf(await put(sign(`${text}x`)))).toBe("403 SignatureDoesNotMatch");
    expect((await client.get("dir/v2 key")).content.toString()).toBe("second");
  });

  it("are accepted in a URL until they expire", async () => {
    const get = (expires: number) => {
      const query = `response-content-type=text%2Fcss&x-oss-access-key-id=offline&x-oss-expires=${expires}`;
      const signed = `${query}&x-oss-signature-version=OSS2`;
      const signature = sign(`GET\n\n\n${expires}\n\n%2Fuploads%2Fdir%2Fv2%20key?${signed}`);
      return fetch(`${server.url}/uploads/dir/v2%20key?${signed}&x-oss-signature=${encodeURIComponent(signature)}`);
    };
    const now = Math.floor(Date.now() / 1000);
    const answer = await get(now + 60);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "text/css",
      "second",
    ]);
    expect((await get(now - 60)).status).toBe(403);
  });
});

it("accepts signatures of version 1 with and without accessmonitor", async () => {
  const asked = { method: "GET", target: "/uploads/?accessmonitor" };
  expect((await ask(asked)).status).toBe(200);
  expect((await ask(asked, "/uploads/")).status).toBe(200);
});

it("hashes the ETags of the parts as they are written", async () => {
  const parts = [Buffer.alloc(102_400, "a"), Buffer.from("b")];
  const { res } = await client.multipartUpload("parts", Buffer.concat(parts), { partSize: 102_400 });
  const tags = parts.map((part) => createHash("md5").update(part).digest("hex").toUpperCase()).join("");
  const expected = createHash("md5").update(tags).digest("hex").toUpperCase();
  expect((res.headers as { etag: string }).etag).toBe(`"${expected}-2"`);
});

it("lists a prefix of open uploads once for every page size", async () => {
  for (const key of ["p/a/1", "p/a/2", "p/b/1", "p/c"]) await client.initMultipartUpload(key);
  const names: string[] = [];
  for (let marker = "", truncated = true; truncated; ) {
    const query = { prefix: "p/", delimiter: "/", "max-uploads": "1", "key-marker": marker };
    const answer = await ask(
      { method: "GET", target: `/uploads/?uploads&${new URLSearchParams(query)}` },
      "/uploads/?uploads",
    );
    const text = await answer.text();
    names.push(
      ...[...text.matchAll(/<Prefix>(p\/[^<]+)<|<Key>([^<]*)</g)].map(([, prefix, key]) => prefix ?? key ?? ""),
    );
    marker = /<NextKeyMarker>(.*?)</.exec(text)?.[1] ?? "";
    truncated = text.includes("<IsTruncated>true");
  }
  expect(names).toEqual(["p/a/", "p/b/", "p/c"]);
});

it("changes only the ACL of an appended object when a later append names one", async () => {
  const append = (position: number, headers: Record<string, string>) =>
    ask({ method: "POST", target: `/uploads/log?append&position=${position}`, headers, body: "line" });
  expect((await append(0, { "x-oss-meta-a": "1" })).status).toBe(200);
  expect((await append(4, { "x-oss-object-acl": "public-read", "x-oss-meta-a": "2" })).status).toBe(200);
  expect(((await client.head("log")) as { meta: object }).meta).toEqual({ a: "1" });
  expect((await client.getACL("log")).acl).toBe("public-read");
});

it("keeps tags with letters of any script", async () => {
  await client.put("tagged", Buffer.from("x"), { headers: { "x-oss-tagging": "%E6%A0%87%20%2B/=v:1" } });
  expect((await client.getObjectTagging("tagged")).tag).toEqual({ "标 +/": "v:1" });
});

it("keeps the target of a symlink that is not URL-encoded", async () => {
  const headers = { "x-oss-symlink-target": "100%" };
  expect((await ask({ method: "PUT", target: "/uploads/link?symlink", headers })).status).toBe(200);
  const found = await ask({ method: "GET", target: "/uploads/link?symlink" });
  expect(found.headers.get("x-oss-symlink-target")).toBe("100%25");
});

it.each([
  ["long", `a=${"x".repeat(257)}`],
  ["other letters", "a=%26"],
  ["repeated", "a=1&a=2"],
])("refuses tags with %s", async (_, tags) => {
  const put = ask({ method: "PUT", target: "/uploads/tagged", headers: { "x-oss-tagging": tags }, body: "x" });
  expect(await codeOf(await put)).toBe("400 InvalidTag");
});

it("names the KMS key of OSS and the algorithm of the data key", async () => {
  const headers = { "x-oss-server-side-encryption": "KMS", "x-oss-server-side-data-encryption": "SM4" };
  const put = await ask({ method: "PUT", target: "/uploads/sealed", headers, body: "x" });
  expect(put.headers.get("x-oss-server-side-encryption-key-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(put.headers.get("x-oss-server-side-data-encryption")).toBe("SM4");
});

/** The place of a name's value in the body of a callback. */
const of = (name: string): string => `\${${name}}`;

describe("upload callbacks", () => {
  const seen: { type?: string; body: string; bucket?: string }[] = [];
  let answer = '{"ok":true}';
  let status = 200;
  let url: string;
  const application = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { "content-type": type, "x-oss-bucket": bucket } = request.headers;
    seen.push({ ...(type && { type }), body: Buffer.concat(chunks).toString(), bucket: String(bucket) });
    response.writeHead(status).end(answer);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => application.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(application.address() as AddressInfo).port}/done`;
  });
  afterAll(() => application.close());

  const put = (callback: object, variables?: object) =>
    ask(
      {
        ...{ method: "PUT", target: "/uploads/a%2Fb%20c.txt", body: "hello" },
        headers: {
          "content-type": "text/plain",
          "x-oss-callback": encoded(callback),
          ...(variables && { "x-oss-callback-var": encoded(variables) }),
        },
      },
      "/uploads/a/b c.txt",
    );

  it("send a form to the application and return its answer", async () => {
    const response = await put(
      {
        callbackUrl: url,
        callbackBody: `key=${of("object")}&size=${of("size")}&type=${of("mimeType")}&own=${of("x:own")}&none=${of("none")}`,
      },
      { "x:own": "a b" },
    );
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
    const body = "key=a%2Fb%20c.txt&size=5&type=text%2Fplain&own=a%20b&none=";
    expect(seen.pop()).toEqual({ type: "application/x-www-form-urlencoded", body, bucket: "uploads" });
  });

  it("send JSON to the first URL that answers", async () => {
    const body = `{"bucket":${of("bucket")},"size":${of("size")},"etag":${of("etag")}}`;
    const urls = `http://elsewhere.example/;${url}`;
    await put({ callbackUrl: urls, callbackBody: body, callbackBodyType: "application/json" });
    const { body: told = "", type } = seen.pop() ?? {};
    expect(type).toBe("application/json");
    expect(JSON.parse(told)).toEqual({ bucket: "uploads", size: 5, etag: "5D41402ABC4B2A76B9719D911017C592" });
  });

  it("keep the object when the application fails", async () => {
    status = 500;
    expect(await codeOf(await put({ callbackUrl: url, callbackBody: "a" }))).toBe("203 CallbackFailed");
    status = 200;
    answer = "no JSON";
    expect(await codeOf(await put({ callbackUrl: url, callbackBody: "a" }))).toBe("203 CallbackFailed");
    answer = '{"ok":true}';
    expect((await client.get("a/b c.txt")).content.toString()).toBe("hello");
  });

  it("are refused before the object is stored when they cannot be parsed", async () => {
    const send = (callback: string) =>
      ask({ method: "PUT", target: "/uploads/none", headers: { "x-oss-callback": callback }, body: "x" });
    expect(await codeOf(await send("%%%"))).toBe("400 InvalidArgument");
    expect(await codeOf(await send(encoded({ callbackUrl: url })))).toBe("400 InvalidArgument");
    expect(await refusal(client.head("none"))).toBe("404 NoSuchKey");
  });

  it("follow a multipart upload, also to the URL of a missing function", async () => {
    const { name, uploadId } = await client.initMultipartUpload("in-parts");
    const part = await client.uploadPart(name, uploadId, 1, Buffer.from("x"), 0, 1);
    const complete = (callbackUrl: string) =>
      ask({
        ...{ method: "POST", target: `/uploads/in-parts?uploadId=${uploadId}` },
        headers: { "x-oss-callback": encoded({ callbackUrl, callbackBody: `op=${of("operation")}` }) },
        body: `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.etag}</ETag></Part></CompleteMultipartUpload>`,
      });
    expect(await (await complete(url)).json()).toEqual({ ok: true });
    expect(seen.pop()?.body).toBe("op=CompleteMultipartUpload");
    expect(await codeOf(await put({ callbackUrl: "https://f.cn-hangzhou.fcapp.run/", callbackBody: "a" }))).toBe(
      "203 CallbackFailed",
    );
  });
});

it("returns the MD5 of an object whose parts arrived in order", async () => {
  const start = await ask(
    { method: "POST", target: "/uploads/ordered?uploads&sequential" },
    "/uploads/ordered?sequential&uploads",
  );
  const id = /<UploadId>(.*?)</.exec(await start.text())?.[1] ?? "";
  expect(await refusal(client.uploadPart("ordered", id, 2, Buffer.from("hello"), 0, 5))).toBe("400 PartNotSequential");
  const part = await client.uploadPart("ordered", id, 1, Buffer.from("hello"), 0, 5);
  await client.completeMultipartUpload("ordered", id, [{ number: 1, etag: part.etag }]);
  const { headers } = (await client.head("ordered")).res as { headers: Record<string, string> };
  expect(headers["content-md5"]).toBe(createHash("md5").update("hello").digest("base64"));
});
