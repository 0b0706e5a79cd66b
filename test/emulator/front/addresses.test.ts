import { expect, it } from "vitest";
import { startAliyun } from "../../../offline/aliyun/server.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { mnsClient } from "../mns/client.ts";

it("accepts a real hostname at the beginning of a path", async () => {
  await using server = await startAliyun({ strict: true, services: { mns: createMns } });
  const client = mnsClient(`${server.url}/1234567890123456.mns.cn-beijing.aliyuncs.com`);
  await client.createQueue("a-queue");
  const { body } = await client.sendMessage("a-queue", { MessageBody: "hi" });
  expect(body.MessageId).toMatch(/^[0-9A-F]+$/);
  expect(server.journal.entries.map(({ host, path, status }) => [host, path, status])).toEqual([
    ["1234567890123456.mns.cn-beijing.aliyuncs.com", "/queues/a-queue", 201],
    ["1234567890123456.mns.cn-beijing.aliyuncs.com", "/queues/a-queue/messages", 201],
  ]);
  // Another region's queues are others.
  await expect(mnsClient(server.url).getQueueAttributes("a-queue")).rejects.toThrow();
  const other = await fetch(`${server.url}/oss-cn-hangzhou.example.com/a`);
  expect(other.status).toBe(404);
});
