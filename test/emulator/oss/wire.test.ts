import { createHmac } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { connect } from "node:net";
import type OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { type OssClient, ossClient, refusal } from "./client.ts";

const Client = createRequire(import.meta.url)("ali-oss") as typeof OSS;
let server: AliyunServer;
let client: OssClient;

beforeAll(async () => {
  server = await startAliyun({ services: { oss: createOss }, strict: true });
  client = ossClient(server.url, "wire");
  await client.putBucket("wire");
});
afterAll(() => server.stop());

/** Sends bytes over a connection of its own, and gives back the status of the answer. */
function sendBytes(...parts: readonly (string | Buffer)[]): Promise<number> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(Buffer.concat(parts.map(asBuffer))));
    let answer = "";
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      answer += chunk.toString();
      socket.end();
    });
    socket.on("close", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])));
  });
}

const asBuffer = (part: string | Buffer): Buffer => (typeof part === "string" ? Buffer.from(part) : part);

/** The head of a put whose metadata is these bytes, signed over these others. */
function signedPut(key: string, meta: Buffer, signed = meta, more = ""): Buffer {
  const date = new Date().toUTCString();
  const text = Buffer.concat([
    Buffer.from(`PUT\n\ntext/plain\n${date}\nx-oss-meta-note:`),
    signed,
    Buffer.from(`\n/wire/${key}`),
  ]);
  const signature = createHmac("sha1", "offline").update(text).digest("base64");
  return Buffer.concat([
    Buffer.from(`PUT /wire/${key} HTTP/1.1\r\nHost: 127.0.0.1\r\nDate: ${date}\r\nContent-Type: text/plain\r\n`),
    Buffer.from(`Authorization: OSS offline:${signature}\r\n${more}x-oss-meta-note: `),
    meta,
    Buffer.from("\r\n"),
  ]);
}

const noteOf = async (key: string): Promise<string> => {
  const { headers } = (await client.head(key)).res as { headers: Record<string, string> };
  return Buffer.from(headers["x-oss-meta-note"] ?? "", "latin1").toString();
};

describe("header values beyond ASCII", () => {
  it("are signed as the bytes that were sent", async () => {
    const utf8 = Buffer.from("图片说明 é");
    expect(await sendBytes(signedPut("bytes", utf8), "Content-Length: 1\r\n\r\nx")).toBe(200);
    expect(await noteOf("bytes")).toBe("图片说明 é");
    const latin = Buffer.from("é", "latin1");
    expect(await sendBytes(signedPut("latin", latin), "Content-Length: 1\r\n\r\nx")).toBe(200);
    // A client that signs other bytes than it sends is refused, as by OSS.
    expect(await sendBytes(signedPut("other", latin, Buffer.from("é")), "Content-Length: 1\r\n\r\nx")).toBe(403);
  });

  it.each([false, true])(
    "are returned unchanged to the vendor's client for Node.js (signature V4: %s)",
    async (authorizationV4) => {
      const options = { accessKeyId: "offline", accessKeySecret: "offline", endpoint: server.url, bucket: "wire" };
      const encoding = { headerEncoding: "latin1", authorizationV4, region: "oss-cn-hangzhou" };
      const latin = new Client({ ...options, ...encoding } as OSS.Options);
      await latin.put("meta", Buffer.from("x"), { meta: { note: "阿达的大多" } as unknown as OSS.UserMeta });
      expect(await noteOf("meta")).toBe("阿达的大多");
      await latin.copy("copied", "meta");
      expect(await noteOf("copied")).toBe("阿达的大多");
    },
  );

  it("can be chosen for the response, without control characters", async () => {
    await client.put("page", Buffer.from("x"));
    const keys = { accessKeyId: "offline", accessKeySecret: "offline" };
    const endpoint = `http://localhost:${new URL(server.url).port}`;
    const named = new Client({ ...keys, endpoint, sldEnable: true, bucket: "wire" } as OSS.Options);
    const disposition = (value: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const url = named.signatureUrl("page", { response: { "content-disposition": value } });
        get(url, (answer) => resolve(answer.resume())).on("error", reject);
      });
    const { headers } = await disposition('attachment; filename="文件.txt"');
    const sent = Buffer.from(headers["content-disposition"] ?? "", "latin1").toString();
    expect(sent).toBe('attachment; filename="文件.txt"');
    expect((await disposition("a\r\nx-injected: 1")).statusCode).toBe(400);
  });
});

describe("a request body", () => {
  it("can be sent in chunks together with its length, and is logged", async () => {
    const framing = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    expect(await sendBytes(signedPut("chunks", Buffer.from("a")), framing)).toBe(200);
    expect((await client.get("chunks")).content.toString()).toBe("hello");
    expect(server.journal.entries.some(({ path, method }) => path === "/wire/chunks" && method === "PUT")).toBe(true);
  });

  it("that is not HTTP is answered and logged", async () => {
    expect(await sendBytes("PUT /wire/bad HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: none\r\n\r\n")).toBe(400);
    expect(server.journal.entries.at(-1)).toMatchObject({ status: 400, code: "HPE_INVALID_CONTENT_LENGTH" });
  });

  it("is refused with metadata that no header can hold", async () => {
    expect(await sendBytes(signedPut("controls", Buffer.from("a\x01b")), "Content-Length: 1\r\n\r\nx")).toBe(400);
    expect(await refusal(client.head("controls"))).toBe("404 NoSuchKey");
  });
});

/** Sends the key as it stands in the path: clients would change some of them. */
async function raw(method: string, path: string): Promise<number> {
  const date = new Date().toUTCString();
  const text = `${method}\n\n\n${date}\n${decodeURIComponent(`/wire/${path}`)}`;
  const signature = createHmac("sha1", "offline").update(text).digest("base64");
  const head = [`${method} /wire/${path} HTTP/1.1`, "Host: 127.0.0.1", `Date: ${date}`, "Content-Length: 0"];
  return sendBytes(`${[...head, `Authorization: OSS offline:${signature}`].join("\r\n")}\r\n\r\n`);
}

describe("object keys", () => {
  it.each([
    ["a dot segment", "../a/./b"],
    ["an encoded dot segment", "%2e%2e/a"],
    ["slashes in a row", "a//b/"],
    ["a question mark, a number sign and a percent sign", "a%3Fb%23c%25d"],
    ["control characters", "a%01%0A%0D%1Fb"],
    ["a backslash inside", "a%5Cb"],
    ["1,023 bytes", "k".repeat(1023)],
    ["1,023 bytes of UTF-8", "%E4%B8%AD".repeat(341)],
  ])("can contain %s", async (_what, path) => {
    expect(await raw("PUT", path)).toBe(200);
    const key = decodeURIComponent(path);
    const { objects = [] } = await client.listV2({ "max-keys": "1000" }, {});
    expect(objects.map(({ name }) => name)).toContain(key);
    expect(await raw("DELETE", path)).toBe(204);
  });

  it.each([
    ["a slash first", "/a"],
    ["an encoded slash first", "%2Fa"],
    ["a backslash first", "%5Ca"],
    ["more than 1,023 bytes", "k".repeat(1024)],
    ["more than 1,023 bytes of UTF-8", "%E4%B8%AD".repeat(342)],
  ])("cannot contain %s", async (_what, path) => {
    for (const method of ["PUT", "GET", "DELETE"]) expect(await raw(method, path)).toBe(400);
  });

  it("are refused when they are not UTF-8", async () => {
    const date = new Date().toUTCString();
    const signature = createHmac("sha1", "offline").update(`PUT\n\n\n${date}\n/wire/%FF`).digest("base64");
    const head = `PUT /wire/%FF HTTP/1.1\r\nHost: 127.0.0.1\r\nDate: ${date}\r\nContent-Length: 0\r\n`;
    expect(await sendBytes(`${head}Authorization: OSS offline:${signature}\r\n\r\n`)).toBe(400);
  });
});
