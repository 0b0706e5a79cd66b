import { connect } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BODY_TIMEOUT } from "../../../offline/aliyun/front/messages.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";

const HOSTS = [
  "127.0.0.1",
  "1234567890123456.cn-hangzhou.fc.aliyuncs.com",
  "x.cn-hangzhou.fcapp.run",
  "thing.oss-cn-hangzhou.aliyuncs.com",
  "thing.cn-hangzhou.log.aliyuncs.com",
  "demo.cn-hangzhou.ots.aliyuncs.com",
  "tablestore.cn-hangzhou.aliyuncs.com",
  "1234567890123456.mns.cn-hangzhou.aliyuncs.com",
  "eventbridge.cn-hangzhou.aliyuncs.com",
  "ram.aliyuncs.com",
  "[::1",
];
const TARGETS = [
  "//",
  "/%zz/%ff",
  "/2023-03-30/functions/%E0%A4%A",
  "/2023-03-30/functions?limit=-1&nextToken=%FF&tags=[",
  "/queues/%00/messages?waitseconds=x",
  "/?Action=CreateRole&SignatureNonce=&Signature=%",
  "/?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=&x-oss-date=&x-oss-expires=x",
  "/logstores/a/shards/0?type=cursor&from=x",
  "/CreateTable",
  "/openapi/putEvents",
];
const SIGNATURES = [
  "",
  "authorization: acs somebody:",
  "authorization: ACS3-HMAC-SHA256 Credential=somebody,SignedHeaders=host;;x,Signature=zz",
  "authorization: LOG somebody:x",
  "authorization: MNS somebody:x",
  "authorization: OSS4-HMAC-SHA256 Credential=somebody/20250101/cn-hangzhou/oss/aliyun_v4_request, Signature=00",
  "x-ots-accesskeyid: somebody\r\nx-ots-signature: x\r\nx-ots-date: 9\r\nx-ots-instancename: demo\r\nx-ots-apiversion: 1",
];

let server: AliyunServer;
beforeAll(async () => {
  server = await startAliyun();
});
afterAll(() => server.stop());

/** The status of the answer to these bytes. */
function statusOf(bytes: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])));
    socket.write(bytes);
  });
}

it.each(HOSTS)("answers or refuses a malformed request without an internal error: %s", async (host) => {
  for (const target of TARGETS) {
    const asked = SIGNATURES.flatMap((signature) =>
      ["GET", "POST"].map(async (method) => {
        const lines = [`${method} ${target} HTTP/1.1`, `host: ${host}`, "connection: close", signature];
        const body = method === "GET" ? "" : "{]";
        const head = [...lines, `content-length: ${body.length}`].filter((line) => line !== "").join("\r\n");
        const status = await statusOf(`${head}\r\n\r\n${body}`);
        return status >= 200 && status !== 500 ? [] : [`${method} ${target} ${signature}: ${status}`];
      }),
    );
    expect((await Promise.all(asked)).flat()).toEqual([]);
  }
});

const unfinished = (method: string, header: string, part: string) =>
  `${method} /key HTTP/1.1\r\nhost: thing.oss-cn-hangzhou.aliyuncs.com\r\n${header}\r\n\r\n${part}`;

it.each([
  ["GET with a length and no body", unfinished("GET", "content-length: 5", "")],
  ["PUT whose body is shorter than its length", unfinished("PUT", "content-length: 5", "ab")],
  ["PUT whose last chunk never arrives", unfinished("PUT", "transfer-encoding: chunked", "2\r\nab\r\n")],
])("answers 400 to a %s after the timeout", async (_, bytes) => {
  const wait = vi.spyOn(server.clock, "after");
  const status = statusOf(bytes);
  await vi.waitUntil(() => wait.mock.calls.length > (bytes.endsWith("\r\n\r\n") ? 0 : 1));
  wait.mockRestore();
  await server.clock.advance(BODY_TIMEOUT);
  expect(await status).toBe(400);
  expect(server.journal.entries.at(-1)).toMatchObject({
    host: "thing.oss-cn-hangzhou.aliyuncs.com",
    path: "/key",
    status: 400,
    code: "RequestTimeout",
  });
});
