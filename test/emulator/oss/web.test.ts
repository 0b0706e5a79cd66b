import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import type OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";

const require = createRequire(import.meta.url);
const Client = require("ali-oss") as typeof OSS;

let server: AliyunServer;
let client: OSS;
let base: string;

beforeAll(async () => {
  server = await startAliyun({ services: { oss: createOss }, strict: true });
  base = `http://localhost:${new URL(server.url).port}`;
  const options = {
    accessKeyId: "offline",
    accessKeySecret: "offline",
    endpoint: base,
    sldEnable: true,
    bucket: "web",
  };
  client = new Client(options as OSS.Options);
  await client.putBucket("web");
  await client.put("page.txt", Buffer.from("hello"));
});
afterAll(() => server.stop());

describe("signed URLs", () => {
  it("allow what they were signed for until they expire", async () => {
    const url = client.signatureUrl("page.txt", { expires: 60, response: { "content-type": "text/own" } });
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "text/own",
      "hello",
    ]);
    const put = client.signatureUrl("signed.txt", { method: "PUT", "Content-Type": "text/plain" });
    const written = await fetch(put, { method: "PUT", body: "by address", headers: { "content-type": "text/plain" } });
    expect(written.status).toBe(200);
    expect((await client.get("signed.txt")).content.toString()).toBe("by address");
    const forged = await fetch(url.replace(/Signature=[^&]+/, "Signature=AAAA"));
    expect([forged.status, /<Code>(.*)<\/Code>/.exec(await forged.text())?.[1]]).toEqual([
      403,
      "SignatureDoesNotMatch",
    ]);
    const over = await fetch(client.signatureUrl("page.txt", { expires: -10 }));
    expect(over.status).toBe(403);
  });

  it("are accepted with signature version 4", async () => {
    const url = await client.signatureUrlV4("GET", 60, undefined, "page.txt");
    expect(await (await fetch(url)).text()).toBe("hello");
  });
});

describe("public buckets", () => {
  it("can be read by anybody and written by nobody else", async () => {
    expect((await fetch(`${base}/web/page.txt`)).status).toBe(403);
    await client.putACL("page.txt", "public-read");
    expect(await (await fetch(`${base}/web/page.txt`)).text()).toBe("hello");
    expect((await fetch(`${base}/web/page.txt`, { method: "PUT", body: "x" })).status).toBe(403);
    expect((await fetch(`${base}/web/`)).status).toBe(403);
    await client.putBucketACL("web", "public-read-write");
    expect((await fetch(`${base}/web/`)).status).toBe(200);
    expect((await fetch(`${base}/web/new.txt`, { method: "PUT", body: "x" })).status).toBe(200);
    await client.putBucketACL("web", "private");
    expect((await fetch(`${base}/web/new.txt`)).status).toBe(403);
  });
});

describe("static websites", () => {
  /** The response to a visitor of the website: status, and text or location. */
  async function visit(path: string) {
    const answer = await fetch(`${base}/site/${path}`, { redirect: "manual" });
    return [answer.status, answer.headers.get("location") ?? (await answer.text())];
  }
  /** The client in its version for Node.js makes any request; its types do not say so. */
  const any = () => client as unknown as { request(request: object): Promise<unknown> };
  const website = (xml: string) =>
    any().request({
      ...{ object: "", bucket: "site", method: "PUT", subres: "website", successStatuses: [200] },
      content: Buffer.from(`<WebsiteConfiguration>${xml}</WebsiteConfiguration>`),
    });
  const ERROR = "<ErrorDocument><Key>lost.html</Key></ErrorDocument>";

  beforeAll(async () => {
    await client.putBucket("site");
    client.useBucket("site");
    await client.putBucketACL("site", "public-read");
    for (const key of ["index.html", "lost.html", "docs/index.html"]) await client.put(key, Buffer.from(key));
  });
  afterAll(() => client.useBucket("web"));

  it("show the index document to visitors, and the object list to signed requests", async () => {
    await website("<IndexDocument><Suffix>index.html</Suffix></IndexDocument>");
    expect(await visit("")).toEqual([200, "index.html"]);
    expect(await visit("docs/")).toEqual([200, "index.html"]);
    expect((await visit("none"))[0]).toBe(404);
    expect((await client.listV2({ "max-keys": "2" }, {})).objects).toHaveLength(2);
  });

  it("show the error document for a missing object, with the configured status", async () => {
    await website(ERROR);
    expect(await visit("none")).toEqual([404, "lost.html"]);
    expect((await visit(""))[1]).toContain("<ListBucketResult");
    await website(ERROR.replace("</Key>", "</Key><HttpStatus>200</HttpStatus>"));
    expect(await visit("none")).toEqual([200, "lost.html"]);
    await expect(client.get("none")).rejects.toMatchObject({ code: "NoSuchKey" });
    await client.putACL("lost.html", "private");
    expect((await visit("none"))[1]).toContain("NoSuchKey");
    await client.putACL("lost.html", "default" as OSS.ACLType);
  });

  it.each([
    ["0", [302, "/site/docs/"]],
    ["1", [404, "lost.html"]],
    ["2", [200, "docs/index.html"]],
  ])("answer a folder without a slash for index documents of type %s", async (type, answer) => {
    await website(
      `<IndexDocument><Suffix>index.html</Suffix><SupportSubDir>true</SupportSubDir><Type>${type}</Type></IndexDocument>${ERROR}`,
    );
    expect(await visit("docs/")).toEqual([200, "docs/index.html"]);
    expect(await visit("docs")).toEqual(answer);
    expect(await visit("other/")).toEqual([404, "lost.html"]);
  });

  it("show an index document that alone is public", async () => {
    await website("<IndexDocument><Suffix>index.html</Suffix></IndexDocument>");
    await client.putBucketACL("site", "private");
    expect((await visit(""))[0]).toBe(403);
    await client.putACL("index.html", "public-read");
    expect(await visit("")).toEqual([200, "index.html"]);
    expect((await visit("none"))[0]).toBe(403);
  });
});

describe("cross-origin requests", () => {
  const ask = (origin: string, method: string) =>
    fetch(`${base}/web/page.txt`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": method, "access-control-request-headers": "x-oss-meta-a" },
    });

  it("follow the bucket's CORS rules", async () => {
    expect((await ask("https://app.example.com", "PUT")).status).toBe(403);
    await client.putBucketCORS("web", [
      {
        allowedOrigin: "https://*.example.com",
        allowedMethod: ["PUT", "GET"],
        allowedHeader: "x-oss-*",
        exposeHeader: ["etag"],
        maxAgeSeconds: "60",
      },
    ]);
    const allowed = await ask("https://app.example.com", "PUT");
    expect(allowed.status).toBe(200);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-methods": "PUT, GET",
      "access-control-allow-headers": "x-oss-meta-a",
      "access-control-expose-headers": "etag",
      "access-control-max-age": "60",
    });
    expect((await ask("https://evil.com", "PUT")).status).toBe(403);
    expect((await ask("https://app.example.com", "DELETE")).status).toBe(403);
    const real = await fetch(client.signatureUrl("page.txt"), { headers: { origin: "https://app.example.com" } });
    expect(real.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
  });
});

describe("form uploads", () => {
  function form(fields: Record<string, string>, secret = "offline"): FormData {
    const policy = Buffer.from(
      JSON.stringify({
        expiration: new Date(Date.now() + 60_000).toISOString(),
        conditions: [{ bucket: "web" }, ["starts-with", "$key", "up/"], ["content-length-range", 1, 10]],
      }),
    ).toString("base64");
    const data = new FormData();
    data.set("OSSAccessKeyId", "offline");
    data.set("policy", policy);
    data.set("Signature", createHmac("sha1", secret).update(policy).digest("base64"));
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  }
  const post = (data: FormData, file = "content") => {
    data.set("file", new Blob([file], { type: "text/plain" }), "name.txt");
    return fetch(`${base}/web`, { method: "POST", body: data, redirect: "manual" });
  };

  it("accept what their policy allows", async () => {
    const answer = await post(form({ key: `up/\${filename}`, "x-oss-meta-a": "1", success_action_status: "201" }));
    expect(answer.status).toBe(201);
    expect(await answer.text()).toContain("<Key>up/name.txt</Key>");
    const { content, res } = await client.get("up/name.txt");
    expect(content.toString()).toBe("content");
    expect(res.headers).toMatchObject({ "content-type": "text/plain", "x-oss-meta-a": "1" });
    const redirected = await post(form({ key: "up/x", success_action_redirect: "http://127.0.0.1:1/done" }));
    expect(redirected.status).toBe(303);
    expect(redirected.headers.get("location")).toContain("http://127.0.0.1:1/done?bucket=web&key=up%2Fx");
  });

  it("are refused when their policy or signature does not allow them", async () => {
    expect((await post(form({ key: "other/x" }))).status).toBe(403);
    expect((await post(form({ key: "up/x" }), "far too long a file")).status).toBe(403);
    const wrong = await post(form({ key: "up/x" }, "another secret"));
    expect([wrong.status, /<Code>(.*)<\/Code>/.exec(await wrong.text())?.[1]]).toEqual([403, "SignatureDoesNotMatch"]);
  });
});
