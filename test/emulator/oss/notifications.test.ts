import type OSS from "ali-oss";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { FakeFunctions, settled } from "../support/fake-functions.ts";
import { ossClient } from "./client.ts";

const functions = new FakeFunctions();
let server: AliyunServer;
let client: OSS;

beforeAll(async () => {
  server = await startAliyun({ services: { fc: functions.create, oss: createOss } });
  client = ossClient(server.url, "inbox");
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.reset();
  functions.calls.length = 0;
  await client.putBucket("inbox");
});

const ARN = "acs:oss:cn-hangzhou:1234567890123456:inbox";
const attach = (events: readonly string[], prefix = "", suffix = "") =>
  functions.attach("oss", { sourceArn: ARN, config: { events, filter: { key: { prefix, suffix } } } });

describe("object triggers", () => {
  it("send the vendor's event for matching objects, asynchronously and under their role", async () => {
    const trigger = attach(["oss:ObjectCreated:PutObject", "oss:ObjectRemoved:*"], "img/", ".png");
    await client.put("img/ä 1.png", Buffer.from("12345"), { mime: "image/png" });
    await client.put("img/1.jpg", Buffer.from("x"));
    await client.copy("img/2.png", "img/ä 1.png");
    await client.delete("img/ä 1.png");
    await client.deleteMulti(["img/2.png"]);
    await settled();
    expect(functions.calls).toHaveLength(3);
    expect(functions.calls[0]).toMatchObject({
      functionName: "fn",
      qualifier: "LATEST",
      type: "Async",
      actor: { service: "oss.aliyuncs.com", role: trigger.invocationRole },
    });
    expect(functions.payloads[0]).toEqual({
      events: [
        {
          eventName: "ObjectCreated:PutObject",
          eventSource: "acs:oss",
          eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          eventVersion: "1.0",
          region: "cn-hangzhou",
          oss: {
            bucket: { arn: ARN, name: "inbox", ownerIdentity: "1234567890123456", virtualBucket: "" },
            object: {
              key: "img/ä 1.png",
              size: 5,
              deltaSize: 5,
              eTag: "827CCB0EEA8A706C4C34A16891F84E7B",
              objectMeta: { mimeType: "image/png", userMeta: {} },
            },
            ossSchemaVersion: "1.0",
            ruleId: trigger.id,
          },
          requestParameters: { sourceIPAddress: expect.any(String) },
          responseElements: { requestId: expect.any(String) },
          userIdentity: { principalId: "1234567890123456" },
        },
      ],
    });
    const names = functions.payloads.map((one) => (one as { events: [{ eventName: string }] }).events[0].eventName);
    expect(names).toEqual(["ObjectCreated:PutObject", "ObjectRemoved:DeleteObject", "ObjectRemoved:DeleteObjects"]);
  });

  it("report parts only when they listen to every creation", async () => {
    attach(["oss:ObjectCreated:CompleteMultipartUpload"], "done/");
    attach(["oss:ObjectCreated:*"], "all/");
    const body = Buffer.alloc(150 * 1024);
    await client.multipartUpload("done/a", body, { partSize: 100 * 1024 });
    await client.multipartUpload("all/a", body, { partSize: 100 * 1024 });
    await settled();
    const names = functions.payloads.map((one) => (one as { events: [{ eventName: string }] }).events[0].eventName);
    expect(names.map((name) => name.split(":")[1]).sort()).toEqual([
      "CompleteMultipartUpload",
      "CompleteMultipartUpload",
      "InitiateMultipartUpload",
      "UploadPart",
      "UploadPart",
    ]);
  });

  it("refuse an overlap with another trigger and more than ten on a bucket", () => {
    attach(["oss:ObjectCreated:PutObject"], "a/", ".png");
    expect(() => attach(["oss:ObjectCreated:*"], "a/b/", "x.png")).toThrow(/overlap those of trigger/);
    attach(["oss:ObjectCreated:*"], "a/", ".jpg");
    attach(["oss:ObjectRemoved:DeleteObject"], "a/", ".png");
    for (let number = 4; number <= 10; number++) attach(["oss:ObjectCreated:PutObject"], `p${number}/`);
    expect(() => attach(["oss:ObjectCreated:PutObject"], "more/")).toThrow(/10 notification rules/);
  });

  it("require a bucket, an event and a role", () => {
    const config = { events: ["oss:ObjectCreated:PutObject"], filter: { key: {} } };
    expect(() => functions.attach("oss", { sourceArn: `${ARN}-no`, config })).toThrow(ApiError);
    expect(() => attach(["oss:ObjectCreated:Nothing"])).toThrow(/events.0/);
    expect(() => attach([])).toThrow(/triggerConfig.events/);
    expect(() => attach(["oss:ObjectDownloaded:GetObject"])).toThrow(/does not notify/);
    expect(() => functions.attach("oss", { sourceArn: ARN, config, region: "cn-beijing" })).toThrow(/cn-hangzhou/);
  });

  it("stop after deletion and do not fail the write when Function Compute refuses the event", async () => {
    const trigger = attach(["oss:ObjectCreated:PutObject"]);
    functions.outcome = () => new ApiError(403, "AccessDenied", "no");
    expect((await client.put("a", Buffer.from("x"))).res.status).toBe(200);
    await settled();
    functions.outcome = () => ({});
    functions.world.sources.oss.detach(trigger);
    await client.put("b", Buffer.from("x"));
    await settled();
    expect(functions.calls).toHaveLength(1);
  });
});
