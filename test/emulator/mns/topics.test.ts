import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { callRpc } from "../support/call.ts";
import { FakeFunctions, settled } from "../support/fake-functions.ts";
import { type MnsClient, mnsClient, refusal } from "./client.ts";

const functions = new FakeFunctions();
let server: AliyunServer;
let client: MnsClient;

beforeAll(async () => {
  server = await startAliyun({ services: { fc: functions.create, mns: createMns } });
  client = mnsClient(server.url);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.reset();
  functions.calls.length = 0;
  functions.outcome = () => ({});
  await client.createTopic("news");
});

const QUEUE = "acs:mns:cn-hangzhou:1234567890123456:queues/inbox";
const ARN = "acs:mns:cn-hangzhou:1234567890123456:/topics/news";

const subscribe = (name: string, inside: string) =>
  client.request("PUT", `/topics/news/subscriptions/${name}`, "Subscription", `<Subscription>${inside}</Subscription>`);

describe("topics", () => {
  it("can be created, described, updated and listed", async () => {
    expect((await client.createTopic("news")).code).toBe(204);
    await client.setTopicAttributes("news", { MaximumMessageSize: 2048 });
    expect((await client.getTopicAttributes("news")).body).toMatchObject({
      TopicName: "news",
      MaximumMessageSize: "2048",
    });
    expect((await client.listTopic()).body).toHaveLength(1);
    expect(await refusal(client.publishMessage("other", { MessageBody: "x" }))).toBe("TopicNotExist");
    expect(await refusal(client.publishMessage("news", { MessageBody: "x".repeat(2049) }))).toBe("InvalidArgument");
  });

  it.each([
    ["SIMPLIFIED", (body: string) => expect(body).toBe("hello")],
    [
      "JSON",
      (body: string) =>
        expect(JSON.parse(body)).toMatchObject({
          TopicName: "news",
          Message: "hello",
          MessageTag: "urgent",
          MessageMD5: "5D41402ABC4B2A76B9719D911017C592",
          TopicOwner: "1234567890123456",
        }),
    ],
    ["XML", (body: string) => expect(body).toMatch(/<Notification xmlns=.*<Message>hello<\/Message>/s)],
  ])("push to a queue, %s", async (format, check) => {
    await client.createQueue("inbox");
    await subscribe(
      "s",
      `<Endpoint>${QUEUE}</Endpoint><NotifyContentFormat>${format}</NotifyContentFormat><FilterTag>urgent</FilterTag>`,
    );
    await client.publishMessage("news", { MessageBody: "not for it" });
    const { body: published } = await client.publishMessage("news", { MessageBody: "hello", MessageTag: "urgent" });
    expect(published.MessageBodyMD5).toBe("5D41402ABC4B2A76B9719D911017C592");
    const { body } = await client.batchReceiveMessage("inbox", 16);
    expect(body).toHaveLength(1);
    check(body[0]?.MessageBody ?? "");
  });

  it("push FIFO messages in order despite retries", async () => {
    await callRpc(server, "2022-01-19", "CreateTopic", { TopicName: "steps", TopicType: "fifo" });
    const wanted = `<Endpoint>${QUEUE}</Endpoint><NotifyContentFormat>SIMPLIFIED</NotifyContentFormat>`;
    await client.request(
      "PUT",
      "/topics/steps/subscriptions/s",
      "Subscription",
      `<Subscription>${wanted}</Subscription>`,
    );
    const sent = ["1", "2", "3", "4", "5"];
    for (const MessageBody of sent) await client.publishMessage("steps", { MessageBody });
    await settled();
    // Each was tried in vain, or waits for those before it; pauses between retries are of random length.
    await client.createQueue("inbox");
    await server.clock.advance(60_000);
    const { body } = await client.batchReceiveMessage("inbox", 16);
    expect(body.map(({ MessageBody }) => MessageBody)).toEqual(sent);
  });

  it("push to HTTP endpoints on this machine and retry until they accept", async () => {
    const got: (string | undefined)[] = [];
    const receiver = createServer((request, response) => {
      let text = "";
      request
        .on("data", (chunk: Buffer) => (text += chunk))
        .on("end", () => {
          got.push(`${request.headers["x-mns-message-tag"]} ${text}`);
          response.writeHead(got.length === 1 ? 500 : 204).end();
        });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as AddressInfo;
    await subscribe(
      "s",
      `<Endpoint>http://127.0.0.1:${port}/x</Endpoint><NotifyContentFormat>SIMPLIFIED</NotifyContentFormat>`,
    );
    expect(await refusal(subscribe("t", "<Endpoint>ftp://127.0.0.1/</Endpoint>"))).toBe("InvalidArgument");
    await client.publishMessage("news", { MessageBody: "hello", MessageTag: "t" });
    await expect.poll(() => got.length).toBe(1);
    await settled();
    await expect
      .poll(async () => {
        await server.clock.advance(20_000);
        return got.length;
      })
      .toBe(2);
    expect(got).toEqual(["t hello", "t hello"]);
    receiver.close();
  });

  it("do not push to HTTP endpoints on other machines", async () => {
    await client.createQueue("dead");
    const policy = "<DlqPolicy><Enabled>true</Enabled><DeadLetterTargetQueue>dead</DeadLetterTargetQueue></DlqPolicy>";
    await subscribe("far", `<Endpoint>https://example.com/</Endpoint>${policy}`);
    await client.publishMessage("news", { MessageBody: "hello" });
    await expect
      .poll(async () => {
        await server.clock.advance(20_000);
        return client.receiveMessage("dead").then(
          ({ body }) => body.MessageBody,
          () => undefined,
        );
      })
      .toContain("hello");
  });
});

describe("topic triggers", () => {
  it("send the message itself, or the notification with its attributes", async () => {
    functions.attach("mns_topic", { functionName: "raw", sourceArn: ARN, config: { notifyContentFormat: "STREAM" } });
    const trigger = functions.attach("mns_topic", {
      functionName: "json",
      sourceArn: ARN,
      config: { notifyContentFormat: "JSON", notifyStrategy: "BACKOFF_RETRY" },
    });
    await client.publishMessage("news", { MessageBody: "hello" });
    await client.publishMessage("news", { MessageBody: "more", MessageAttributes: { Extend: '{"kind":"a"}' } });
    await settled();
    const of = (name: string) =>
      functions.calls.filter((call) => call.functionName === name).map(({ payload }) => payload.toString());
    expect(of("raw")).toEqual(["hello", '{"body":"more","attrs":{"Extend":"{\\"kind\\":\\"a\\"}"}}']);
    expect(of("json").map((text) => JSON.parse(text) as unknown)).toEqual([
      {
        TopicOwner: "1234567890123456",
        Message: "hello",
        Subscriber: "1234567890123456",
        PublishTime: expect.any(Number),
        SubscriptionName: expect.any(String),
        MessageMD5: "5D41402ABC4B2A76B9719D911017C592",
        TopicName: "news",
        MessageId: expect.stringMatching(/^[0-9A-F]{32}$/),
      },
      expect.objectContaining({ Message: "more", kind: "a" }),
    ]);
    expect(functions.calls[0]).toMatchObject({
      type: "Async",
      actor: { service: "mns.aliyuncs.com", role: trigger.invocationRole },
    });
    functions.world.sources.mns_topic.detach(trigger);
    await client.publishMessage("news", { MessageBody: "after" });
    await settled();
    expect(of("json")).toHaveLength(2);
  });

  it.each([
    ["BACKOFF_RETRY", 1 + 3, 60_000],
    ["EXPONENTIAL_DECAY_RETRY", 1 + 176, 86_400_000],
  ])("with %s, call %i times in all", async (notifyStrategy, times, milliseconds) => {
    functions.outcome = () => new ApiError(429, "ResourceThrottled", "later");
    functions.attach("mns_topic", { sourceArn: ARN, config: { notifyStrategy } });
    await client.publishMessage("news", { MessageBody: "x" });
    await settled();
    expect(functions.calls).toHaveLength(1);
    await server.clock.advance(milliseconds);
    expect(functions.calls).toHaveLength(times);
    await server.clock.advance(milliseconds);
    expect(functions.calls).toHaveLength(times);
  });

  it("can filter by a tag", async () => {
    functions.attach("mns_topic", { sourceArn: ARN, config: { filterTag: "a" } });
    await client.publishMessage("news", { MessageBody: "none" });
    await client.publishMessage("news", { MessageBody: "b", MessageTag: "b" });
    await client.publishMessage("news", { MessageBody: "a", MessageTag: "a" });
    await settled();
    expect(functions.calls.map(({ payload }) => payload.toString())).toEqual(["a"]);
  });

  it("refuse settings that the vendor does not know", () => {
    const attach =
      (config: Record<string, unknown>, sourceArn = ARN) =>
      () =>
        functions.attach("mns_topic", { sourceArn, config });
    expect(attach({ notifyContentFormat: "YAML" })).toThrow(/notifyContentFormat.*"STREAM"\|"JSON"/);
    expect(attach({ notifyStrategy: "NEVER" })).toThrow(/notifyStrategy.*BACKOFF_RETRY/);
    expect(attach({ filterTag: "seventeen-letters" })).toThrow(/filterTag.*16/);
    expect(attach({ format: "JSON" })).toThrow(/"format"/);
    expect(attach({}, `${ARN}-other`)).toThrow(/not exist/);
  });
});
