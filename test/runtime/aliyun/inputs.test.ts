import { enterCall } from "../../../adapters/aliyun/runtime/call.ts";
import { bucketClient } from "../../../adapters/aliyun/runtime/clients/bucket.ts";
import { busClient } from "../../../adapters/aliyun/runtime/clients/bus.ts";
import { functionClient } from "../../../adapters/aliyun/runtime/clients/function.ts";
import { queueClient } from "../../../adapters/aliyun/runtime/clients/queue.ts";
import { secretClient } from "../../../adapters/aliyun/runtime/clients/secret.ts";
import { streamClient } from "../../../adapters/aliyun/runtime/clients/stream.ts";
import { tableClient } from "../../../adapters/aliyun/runtime/clients/table.ts";
import { topicClient } from "../../../adapters/aliyun/runtime/clients/topic.ts";
import { describeInputs } from "../client-inputs.ts";
import type { AllClients } from "../client-methods.ts";
import { fcContext } from "./harness.ts";

enterCall({ ...fcContext(), credentials: { accessKeyId: "a", accessKeySecret: "b", securityToken: "" } });

const key = { partition: { name: "id", type: "string" } } as const;
const numbers = { partition: { name: "kind", type: "string" }, sort: { name: "at", type: "number" } } as const;
const byAt = {
  partition: { name: "album", type: "string" },
  sort: { name: "at", type: "number" },
  index: "i",
} as const;
const at = { instance: "i", table: "t", indexes: { byAt } };

const clients = {
  'bucket "files"': bucketClient({ bucket: "b" }, "files", "f"),
  'queue "jobs"': queueClient({ queue: "jobs" }, "jobs", "f"),
  'queue "orders"': queueClient({ queue: "orders", fifo: true }, "orders", "f"),
  'topic "news"': topicClient({ topic: "news" }, "news", "f"),
  'bus "events"': busClient({ bus: "b" }, "events", "f"),
  'stream "clicks"': streamClient({ project: "p", logstore: "l" }, "clicks", "f"),
  'table "rows"': tableClient({ ...at, key }, "rows", "f"),
  'table "numbers"': tableClient({ ...at, key: numbers }, "numbers", "f"),
  'secret "token"': secretClient({ secret: "s", store: "oos" }, "token", "f"),
  'function "worker"': functionClient({ function: "w" }, "worker", "f"),
} as unknown as AllClients;

describeInputs(() => clients);
