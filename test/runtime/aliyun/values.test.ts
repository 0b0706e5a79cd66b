import type { AliyunServer } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll } from "vitest";
import { bucketClient } from "../../../adapters/aliyun/runtime/clients/bucket.ts";
import { tableClient } from "../../../adapters/aliyun/runtime/clients/table.ts";
import { type Clients, describeValues } from "../client-values.ts";
import { createBucket, createInstance, createTable, startCloud } from "./cloud.ts";

let server: AliyunServer;
beforeAll(async () => {
  server = await startCloud();
  await createInstance("pf-test");
  await createTable("pf-test", "rows", [["id", "STRING"]]);
  await createBucket("media-files");
});
afterAll(() => server.stop());

const key = { partition: { name: "id", type: "string" } } as const;
const numbers = { partition: { name: "kind", type: "string" }, sort: { name: "at", type: "number" } } as const;
const byAt = {
  partition: { name: "album", type: "string" },
  sort: { name: "at", type: "number" },
  index: "i",
} as const;
const base = { instance: "pf-test" };

describeValues(
  (): Clients => ({
    rows: tableClient({ ...base, table: "rows", key, indexes: { byAt } }, "rows", "f") as Clients["rows"],
    numbers: tableClient({ ...base, table: "numbers", key: numbers }, "numbers", "f") as Clients["rows"],
    files: bucketClient({ bucket: "media-files" }, "files", "f") as Clients["files"],
  }),
);
