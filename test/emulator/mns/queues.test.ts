import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { type MnsClient, mnsClient, refusal } from "./client.ts";

let server: AliyunServer;
let client: MnsClient;

beforeAll(async () => {
  server = await startAliyun({ services: { mns: createMns }, strict: true });
  client = mnsClient(server.url);
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const bodies = (messages: readonly Record<string, string>[]) => messages.map(({ MessageBody }) => MessageBody);

describe("queues", () => {
  it("can be created, described, updated, listed and deleted", async () => {
    expect((await client.createQueue("jobs", { DelaySeconds: 5 })).code).toBe(201);
    expect((await client.createQueue("jobs", { DelaySeconds: 5 })).code).toBe(204);
    expect(await refusal(client.createQueue("jobs", { DelaySeconds: 6 }))).toBe("QueueAlreadyExist");
    await client.setQueueAttributes("jobs", { VisibilityTimeout: 77, MessageRetentionPeriod: 60 });
    expect((await client.getQueueAttributes("jobs")).body).toMatchObject({
      QueueName: "jobs",
      DelaySeconds: "5",
      VisibilityTimeout: "77",
      MessageRetentionPeriod: "60",
      MaximumMessageSize: "65536",
      PollingWaitSeconds: "0",
      ActiveMessages: "0",
    });
    for (const name of ["a-1", "a-2", "a-3", "b-1"]) await client.createQueue(name);
    const { body } = await client.listQueue(undefined, 2, "a-");
    expect(body.map(({ QueueURL }) => QueueURL?.split("/").at(-1))).toEqual(["a-1", "a-2"]);
    await client.deleteQueue("jobs");
    expect(await refusal(client.getQueueAttributes("jobs"))).toBe("QueueNotExist");
    expect(await refusal(client.deleteQueue("jobs"))).toBe("QueueNotExist");
  });

  it("refuse invalid names and values", async () => {
    expect(await refusal(client.createQueue("no_such-name!"))).toBe("InvalidQueueName");
    expect(await refusal(client.createQueue("jobs", { VisibilityTimeout: 43_201 }))).toBe("InvalidArgument");
    expect(await refusal(client.createQueue("jobs", { MaximumMessageSize: 1 }))).toBe("InvalidArgument");
  });

  it("ignore a request with unknown parameters", async () => {
    await client.createQueue("kept");
    await client.sendMessage("kept", { MessageBody: "one" });
    const ask = (method: string, path: string) =>
      refusal(client.request(method, path, "Queue", method === "PUT" ? "<Queue/>" : ""));
    for (const query of ["peekonly=false", "PeekOnly=true", "peek=1", "waitseconds=0&waitseconds=1"]) {
      expect(await ask("GET", `/queues/kept/messages?${query}`)).toBe("InvalidQueryString");
    }
    for (const query of ["messages", "ReceiptHandle=1", "metaoverride=true"]) {
      expect(await ask("DELETE", `/queues/kept?${query}`)).toBe("InvalidQueryString");
    }
    expect(await ask("PUT", "/queues/other?metaoverride=false")).toBe("InvalidQueryString");
    expect((await client.listQueue()).body.map(({ QueueURL }) => QueueURL?.split("/").at(-1))).toEqual(["kept"]);
    // Nobody has received it.
    expect((await client.receiveMessage("kept")).body).toMatchObject({ MessageBody: "one", DequeueCount: "1" });
  });

  it("refuse a wrong access key", async () => {
    const wrong = mnsClient(server.url, { accessKeyId: "offline", accessKeySecret: "wrong" });
    expect(await refusal(wrong.createQueue("jobs"))).toBe("SignatureDoesNotMatch");
  });
});

describe("queue messages", () => {
  beforeEach(async () => {
    await client.createQueue("jobs", { VisibilityTimeout: 30 });
  });

  it("are received once, and again when they are not deleted in time", async () => {
    const { body: sent } = await client.sendMessage("jobs", { MessageBody: '{"a":"ä &amp; b"}' });
    // MD5 of {"a":"ä & b"}.
    expect(sent).toEqual({
      MessageId: expect.stringMatching(/^[0-9A-F]{32}$/),
      MessageBodyMD5: "DA5C1028B14B55A8AB6F9A46978F9277",
    });
    const { body: first } = await client.receiveMessage("jobs");
    expect(first).toMatchObject({
      MessageId: sent.MessageId,
      MessageBody: '{"a":"ä & b"}',
      DequeueCount: "1",
      Priority: "8",
    });
    expect(await refusal(client.receiveMessage("jobs"))).toBe("MessageNotExist");
    await server.clock.advance(30_000);
    const { body: second } = await client.receiveMessage("jobs");
    expect(second).toMatchObject({ MessageId: sent.MessageId, DequeueCount: "2" });
    expect(second.FirstDequeueTime).toBe(first.FirstDequeueTime);
    expect(await refusal(client.deleteMessage("jobs", first.ReceiptHandle))).toBe("MessageNotExist");
    expect((await client.deleteMessage("jobs", second.ReceiptHandle)).code).toBe(204);
    expect(await refusal(client.deleteMessage("jobs", "nonsense"))).toBe("ReceiptHandleError");
    await server.clock.advance(60_000);
    expect(await refusal(client.receiveMessage("jobs"))).toBe("MessageNotExist");
  });

  it("arrive by priority and after their delay", async () => {
    await client.sendMessage("jobs", { MessageBody: "later", DelaySeconds: 10 });
    await client.sendMessage("jobs", { MessageBody: "second" });
    await client.sendMessage("jobs", { MessageBody: "first", Priority: 1 });
    expect(bodies((await client.batchReceiveMessage("jobs", 16)).body)).toEqual(["first", "second"]);
    const { body } = await client.getQueueAttributes("jobs");
    expect(body).toMatchObject({ ActiveMessages: "0", InactiveMessages: "2", DelayMessages: "1" });
    await server.clock.advance(10_000);
    expect(bodies((await client.batchReceiveMessage("jobs", 16)).body)).toEqual(["later"]);
  });

  it("arrive during a long poll", async () => {
    const waiting = client.receiveMessage("jobs", 30);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.sendMessage("jobs", { MessageBody: "came" });
    expect((await waiting).body.MessageBody).toBe("came");

    const delayed = client.receiveMessage("jobs", 30);
    await client.sendMessage("jobs", { MessageBody: "came late", DelaySeconds: 5 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await server.clock.advance(5000);
    expect((await delayed).body.MessageBody).toBe("came late");

    const never = refusal(client.receiveMessage("jobs", 2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await server.clock.advance(2000);
    expect(await never).toBe("MessageNotExist");
  });

  it("can be sent, received and deleted in batches with one result each", async () => {
    const { body } = await client.batchSendMessage("jobs", [{ MessageBody: "a" }, { MessageBody: "b" }]);
    expect(body).toHaveLength(2);
    expect(bodies((await client.batchPeekMessage("jobs", 16)).body)).toEqual(["a", "b"]);
    expect((await client.peekMessage("jobs")).body.ReceiptHandle).toBeUndefined();
    const { body: received } = await client.batchReceiveMessage("jobs", 16, 1);
    const handles = received.map(({ ReceiptHandle }) => ReceiptHandle);
    expect(await refusal(client.batchReceiveMessage("jobs", 17))).toBe("InvalidArgument");
    const partly = await client.batchDeleteMessage("jobs", [handles[0], "1-wrong"]);
    expect(partly.body).toEqual([
      expect.objectContaining({ ErrorCode: "ReceiptHandleError", ReceiptHandle: "1-wrong" }),
    ]);
    expect((await client.batchDeleteMessage("jobs", [handles[1]])).body).toBeUndefined();
  });

  it("stay invisible for longer on request", async () => {
    await client.sendMessage("jobs", { MessageBody: "long work" });
    const { body } = await client.receiveMessage("jobs");
    const { body: changed } = await client.changeMessageVisibility("jobs", body.ReceiptHandle, 100);
    await server.clock.advance(60_000);
    expect(await refusal(client.receiveMessage("jobs"))).toBe("MessageNotExist");
    expect(await refusal(client.deleteMessage("jobs", body.ReceiptHandle))).toBe("MessageNotExist");
    await client.deleteMessage("jobs", changed.ReceiptHandle);
    expect(await refusal(client.changeMessageVisibility("jobs", changed.ReceiptHandle, 5))).toBe("MessageNotExist");
  });

  it("are refused when they are too large and expire when they are too old", async () => {
    expect(await refusal(client.sendMessage("jobs", { MessageBody: "x".repeat(65_537) }))).toBe("InvalidArgument");
    expect((await client.sendMessage("jobs", { MessageBody: "x".repeat(65_536) })).code).toBe(201);
    await client.setQueueAttributes("jobs", { MessageRetentionPeriod: 60 });
    await server.clock.advance(60_000);
    expect(await refusal(client.receiveMessage("jobs"))).toBe("MessageNotExist");
    expect((await client.getQueueAttributes("jobs")).body.ActiveMessages).toBe("0");
  });

  it("move to the dead-letter queue after too many receives", async () => {
    await client.createQueue("dead");
    await client.setQueueAttributes("jobs", {
      VisibilityTimeout: 10,
      DlqPolicy: { Enabled: true, DeadLetterTargetQueue: "dead", MaxReceiveCount: 2 },
    });
    await client.sendMessage("jobs", { MessageBody: "poison" });
    await client.receiveMessage("jobs");
    await server.clock.advance(10_000);
    await client.receiveMessage("jobs");
    expect(await refusal(client.receiveMessage("dead"))).toBe("MessageNotExist");
    // Whoever waits for the dead-letter queue gets it as soon as the last receiver's time is over.
    const waiting = client.receiveMessage("dead", 30);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await server.clock.advance(10_000);
    expect((await waiting).body).toMatchObject({ MessageBody: "poison", DequeueCount: "1" });
    expect(await refusal(client.receiveMessage("jobs"))).toBe("MessageNotExist");
  });

  it("of one group are delivered one after the other", async () => {
    await client.createQueue("ordered", { QueueType: "fifo", VisibilityTimeout: 10 });
    for (const [group, body] of [
      ["g", "g1"],
      ["g", "g2"],
      ["h", "h1"],
    ]) {
      await client.sendMessage("ordered", { MessageBody: body, MessageGroupId: group });
    }
    const { body: first } = await client.receiveMessage("ordered");
    expect(first).toMatchObject({ MessageBody: "g1", MessageGroupId: "g" });
    expect(bodies((await client.batchReceiveMessage("ordered", 16)).body)).toEqual(["h1"]);
    await client.deleteMessage("ordered", first.ReceiptHandle);
    expect((await client.receiveMessage("ordered")).body.MessageBody).toBe("g2");
    expect(await refusal(client.sendMessage("jobs", { MessageBody: "x", MessageGroupId: "g" }))).toBe(
      "InvalidArgument",
    );
  });
});
