import { gzipSync } from "node:zlib";
import type { AliyunServer } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bucketClient } from "../../../adapters/aliyun/runtime/clients/bucket.ts";
import { busClient } from "../../../adapters/aliyun/runtime/clients/bus.ts";
import { functionClient } from "../../../adapters/aliyun/runtime/clients/function.ts";
import { queueClient } from "../../../adapters/aliyun/runtime/clients/queue.ts";
import { secretClient } from "../../../adapters/aliyun/runtime/clients/secret.ts";
import { streamClient } from "../../../adapters/aliyun/runtime/clients/stream.ts";
import { topicClient } from "../../../adapters/aliyun/runtime/clients/topic.ts";
import { pull } from "../../../adapters/aliyun/runtime/sls.ts";
import type {
  BucketReader,
  BucketWriter,
  BusClient,
  FunctionClient,
  QueueReceiver,
  QueueSender,
  SecretClient,
  StreamClient,
  TopicClient,
} from "../../../runtime/index.ts";
import {
  api,
  createBucket,
  createBus,
  createLogstore,
  createQueue,
  createTopic,
  cursorOf,
  startCloud,
} from "./cloud.ts";
import { intercept, stopIntercepting } from "./intercept.ts";

let server: AliyunServer;
beforeAll(async () => {
  server = await startCloud();
});
afterAll(() => server.stop());

describe("bucket", () => {
  let bucket: BucketReader & BucketWriter;
  beforeAll(async () => {
    await createBucket("media-uploads");
    bucket = bucketClient({ bucket: "media-uploads" }, "uploads", "f") as typeof bucket;
  });

  it("puts, reads, lists and deletes objects with any key", async () => {
    const keys = ["in/a b.png", "in/日本+é&=%.png", "in/plain.txt"];
    for (const key of keys) {
      const { etag } = await bucket.put(key, Uint8Array.of(1, 2, 255), { metadata: { by: "jürgen" } });
      const stored = await bucket.get(key);
      expect(stored).toMatchObject({
        key,
        size: 3,
        etag,
        metadata: { by: "jürgen" },
        contentType: "application/octet-stream",
      });
      expect([...((await stored?.bytes()) ?? [])]).toEqual([1, 2, 255]);
    }
    const listed: string[] = [];
    for await (const { key, size } of bucket.list({ prefix: "in/" })) listed.push(`${key} ${size}`);
    expect(listed.sort()).toEqual(keys.map((key) => `${key} 3`).sort());
    await bucket.delete("in/plain.txt");
    await bucket.delete("in/plain.txt");
    expect(await bucket.get("in/plain.txt")).toBeUndefined();
    expect(await bucket.head("in/plain.txt")).toBeUndefined();
    expect(await bucket.head("in/a b.png")).toMatchObject({ size: 3 });
  });

  it("reads objects as they are stored, also compressed ones", async () => {
    const stored = gzipSync("hello");
    intercept(
      () => new Response(stored, { headers: { "content-encoding": "gzip", "content-length": `${stored.length}` } }),
    );
    try {
      const object = await bucket.get("a.gz");
      expect(object?.size).toBe(stored.length);
      expect(Buffer.from((await object?.bytes()) ?? [])).toEqual(stored);
    } finally {
      stopIntercepting();
    }
  });

  it("lists page by page, from a key and up to a limit", async () => {
    for (let index = 0; index < 7; index++) await bucket.put(`page/${index}`, `${index}`);
    const keys = async (options: object) => {
      const all: string[] = [];
      for await (const { key } of bucket.list({ prefix: "page/", ...options })) all.push(key.slice(5));
      return all.join("");
    };
    expect(await keys({})).toBe("0123456");
    expect(await keys({ after: "page/2" })).toBe("3456");
    expect(await keys({ limit: 3 })).toBe("012");
  });

  it("signs URLs for other callers", async () => {
    const url = await bucket.signedUrl("up/é.txt", { method: "put", contentType: "text/plain" });
    expect(new URL(url).host).toBe("media-uploads.oss-cn-hangzhou.aliyuncs.com");
    const put = await fetch(url, { method: "PUT", body: "hello", headers: { "content-type": "text/plain" } });
    expect(put.status).toBe(200);
    const got = await fetch(await bucket.signedUrl("up/é.txt"));
    expect(await got.text()).toBe("hello");
    const other = await fetch((await bucket.signedUrl("up/é.txt")).replace("%C3%A9", "e"));
    expect(other.status).toBe(403);
  });

  it("reports the service's error", async () => {
    const missing = bucketClient({ bucket: "no-such-bucket" }, "x", "f") as typeof bucket;
    await expect(missing.put("a", "b")).rejects.toMatchObject({
      name: "ServiceError",
      code: "NoSuchBucket",
      status: 404,
    });
  });
});

describe("queue and topic", () => {
  let queue: QueueSender & QueueReceiver;
  beforeAll(async () => {
    await createQueue("media-jobs");
    await createTopic("media-alerts");
    queue = queueClient({ queue: "media-jobs" }, "jobs", "f") as typeof queue;
  });

  it("sends and receives messages with and without attributes", async () => {
    await queue.send({ text: "<&> \r\n ü" });
    await queue.send(1234, { attributes: { kind: "x" } });
    await queue.sendBatch(Array.from({ length: 20 }, (_, index) => ({ data: index })));
    const received: unknown[] = [];
    for (let batch = await queue.receive(); batch.length > 0; batch = await queue.receive()) {
      for (const message of batch) {
        received.push(message.data, ...(message.attributes.kind ? [message.attributes] : []));
        await message.done();
      }
    }
    expect(received).toHaveLength(23);
    expect(received).toEqual(expect.arrayContaining([{ text: "<&> \r\n ü" }, 1234, { kind: "x" }, 0, 19]));
    expect(await queue.receive({ wait: 0 })).toEqual([]);
  });

  it("publishes", async () => {
    const topic = topicClient({ topic: "media-alerts" }, "alerts", "f") as TopicClient;
    expect(await topic.publish({ a: 1 }, { attributes: { severity: "high" } })).toEqual({
      id: expect.stringMatching(/./),
    });
    const missing = topicClient({ topic: "nope" }, "alerts", "f") as TopicClient;
    await expect(missing.publish(1)).rejects.toMatchObject({ code: "TopicNotExist" });
  });
});

describe("stream", () => {
  it("puts records with one key into one shard, in order", async () => {
    await createLogstore("media-logs", "clicks", 2);
    const stream = streamClient({ project: "media-logs", logstore: "clicks" }, "clicks", "f") as StreamClient;
    await stream.put([1, 2, 3].map((click) => ({ key: "a", data: { click } })));
    await stream.put({ key: "a", data: Uint8Array.of(0xff, 0) });
    const endpoint = "http://cn-hangzhou-intranet.log.aliyuncs.com";
    const place = { endpoint, projectName: "media-logs", logstoreName: "clicks" };
    const read = async (shardId: number) => {
      const [beginCursor, endCursor] = [
        await cursorOf("media-logs", "clicks", shardId, "begin"),
        await cursorOf("media-logs", "clicks", shardId, "end"),
      ];
      const groups = await pull({ ...place, shardId, beginCursor, endCursor });
      return groups.flatMap(({ group }) => group.entries.map(({ fields }) => fields));
    };
    const shards = [await read(0), await read(1)];
    expect(shards.toSorted((a, b) => a.length - b.length)).toEqual([
      [],
      [
        { key: "a", data: '{"click":1}' },
        { key: "a", data: '{"click":2}' },
        { key: "a", data: '{"click":3}' },
        { key: "a", data: "/wA=", encoding: "base64" },
      ],
    ]);
  });
});

describe("bus", () => {
  it("puts events", async () => {
    await createBus("media-events");
    const bus = busClient({ bus: "media-events" }, "events", "f") as BusClient;
    await bus.put(Array.from({ length: 20 }, (_, index) => ({ type: "image.added", data: { index } })));
    const missing = busClient({ bus: "nope" }, "events", "f") as BusClient;
    await expect(missing.put({ type: "x", data: 1 })).rejects.toMatchObject({ failed: [{ index: 0 }] });
  });
});

describe("secret", () => {
  it("reads a parameter and keeps it until a fresh value is requested", async () => {
    const host = "oos.cn-hangzhou.aliyuncs.com";
    const version = "2019-06-01";
    const named = { RegionId: "cn-hangzhou", Name: "media-secret" };
    await api({ host, version, action: "CreateSecretParameter", query: { ...named, Value: "one" } });
    const secret = secretClient({ secret: "media-secret", store: "oos" }, "secret", "f") as SecretClient;
    expect(await secret.value()).toBe("one");
    await api({ host, version, action: "UpdateSecretParameter", query: { ...named, Value: "two" } });
    expect(await secret.value()).toBe("one");
    expect(await secret.value({ fresh: true })).toBe("two");
  });

  it("reads a secret of KMS", async () => {
    const query = { SecretName: "kms-secret", SecretData: "hidden", VersionId: "v1" };
    await api({ host: "kms.cn-hangzhou.aliyuncs.com", version: "2016-01-20", action: "CreateSecret", query });
    const secret = secretClient({ secret: "kms-secret", store: "kms" }, "secret", "f") as SecretClient;
    expect(await secret.value()).toBe("hidden");
  });
});

describe("function", () => {
  it("reports a missing function", async () => {
    const fn = functionClient({ function: "nope" }, "report", "f") as FunctionClient;
    await expect(fn.invoke({})).rejects.toMatchObject({ code: "FunctionNotFound" });
    await expect(fn.invokeAsync({})).rejects.toMatchObject({ code: "FunctionNotFound" });
  });
});
