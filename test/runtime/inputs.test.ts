import { bucketClient } from "../../adapters/aws/runtime/clients/bucket.ts";
import { busClient } from "../../adapters/aws/runtime/clients/bus.ts";
import { functionClient } from "../../adapters/aws/runtime/clients/function.ts";
import { queueClient } from "../../adapters/aws/runtime/clients/queue.ts";
import { secretClient } from "../../adapters/aws/runtime/clients/secret.ts";
import { streamClient } from "../../adapters/aws/runtime/clients/stream.ts";
import { tableClient } from "../../adapters/aws/runtime/clients/table.ts";
import { topicClient } from "../../adapters/aws/runtime/clients/topic.ts";
import { describeInputs } from "./client-inputs.ts";
import type { AllClients } from "./client-methods.ts";

const keys = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
Object.assign(process.env, { AWS_ENDPOINT_URL: "http://127.0.0.1:1", ...keys });

const key = { partition: { name: "id", type: "string" } } as const;
const numbers = { partition: { name: "kind", type: "string" }, sort: { name: "at", type: "number" } } as const;
const byAt = { partition: { name: "album", type: "string" }, sort: { name: "at", type: "number" } } as const;

const clients = {
  'bucket "files"': bucketClient({ bucket: "b" }, "files", "f"),
  'queue "jobs"': queueClient({ url: "http://127.0.0.1:1/1/jobs" }, "jobs", "f"),
  'queue "orders"': queueClient({ url: "http://127.0.0.1:1/1/orders.fifo" }, "orders", "f"),
  'topic "news"': topicClient({ topic: "arn:aws:sns:us-east-1:1:news" }, "news", "f"),
  'bus "events"': busClient({ bus: "b" }, "events", "f"),
  'stream "clicks"': streamClient({ stream: "s" }, "clicks", "f"),
  'table "rows"': tableClient({ table: "t", key, indexes: { byAt } }, "rows", "f"),
  'table "numbers"': tableClient({ table: "t", key: numbers, indexes: { byAt } }, "numbers", "f"),
  'secret "token"': secretClient({ secret: "s" }, "token", "f"),
  'function "worker"': functionClient({ function: "w" }, "worker", "f"),
} as unknown as AllClients;

describeInputs(() => clients);
