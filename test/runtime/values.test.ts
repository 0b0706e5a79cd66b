import { afterAll, beforeAll } from "vitest";
import { bucketClient } from "../../adapters/aws/runtime/clients/bucket.ts";
import { tableClient } from "../../adapters/aws/runtime/clients/table.ts";
import { type AwsServices, startAws } from "./aws-services.ts";
import { type Clients, describeValues } from "./client-values.ts";

let services: AwsServices;
beforeAll(async () => {
  services = await startAws();
});
afterAll(() => services[Symbol.asyncDispose]());

const key = { partition: { name: "id", type: "string" } } as const;
const numbers = { partition: { name: "kind", type: "string" }, sort: { name: "at", type: "number" } } as const;
const indexes = {
  byAt: { partition: { name: "album", type: "string" }, sort: { name: "at", type: "number" } },
} as const;

describeValues(
  (): Clients => ({
    rows: tableClient({ table: "rows", key, indexes }, "rows", "f") as Clients["rows"],
    numbers: tableClient({ table: "numbers", key: numbers }, "numbers", "f") as Clients["rows"],
    files: bucketClient({ bucket: "files" }, "files", "f") as Clients["files"],
  }),
);
