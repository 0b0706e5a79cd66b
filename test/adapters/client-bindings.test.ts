import { expect, it } from "vitest";
import { aws } from "../../adapters/aws/adapter.ts";
import { plan as planAliyun } from "./aliyun/planned.ts";
import { one, type Planned, plannedBy } from "./planned.ts";

const spec = {
  name: "shop",
  resources: {
    orders: { kind: "queue", fifo: true },
    once: { kind: "queue", fifo: true, deduplicate: true },
    theirs: { kind: "queue", existing: "theirs.fifo", fifo: true, deduplicate: true },
    rows: {
      kind: "table",
      key: { partition: { name: "id" }, sort: { name: "at", type: "number" } },
      indexes: { byHash: { partition: { name: "hash", type: "binary" } } },
    },
  },
  functions: {
    f: {
      handler: "f.ts",
      permissions: { orders: ["send"], once: ["send"], theirs: ["send"], rows: ["write"] },
    },
  },
};

const key = { partition: { name: "id", type: "string" }, sort: { name: "at", type: "number" } };
const hash = { partition: { name: "hash", type: "binary" } };

const bindingOf = (fn: Planned["inputs"]): unknown => {
  const { environment, environmentVariables } = fn as {
    environment?: { variables: Record<string, string> };
    environmentVariables?: Record<string, string>;
  };
  return JSON.parse((environment?.variables ?? environmentVariables)?.POLYFN_RESOURCES ?? "{}");
};

it("bindings have key types, and on AWS the queues that deduplicate by body", async () => {
  const planned = await plannedBy(aws, spec);
  expect(bindingOf(one(planned, "lambda/function:Function", "shop-f"))).toMatchObject({
    orders: { url: expect.stringMatching(/orders\.fifo$/) },
    once: { url: expect.stringMatching(/once\.fifo$/), deduplicate: true },
    theirs: { url: expect.stringMatching(/theirs\.fifo$/), deduplicate: true },
    rows: { key, indexes: { byHash: hash } },
  });
});

it("bindings have key types, and on Aliyun the FIFO queues", async () => {
  const { once: _, theirs: __, ...resources } = spec.resources;
  const functions = { f: { handler: "f.ts", permissions: { orders: ["send"], rows: ["write"] } } };
  const { planned } = await planAliyun({ ...spec, resources, functions });
  expect(bindingOf(one(planned, "V3Function", "shop-f"))).toMatchObject({
    orders: { queue: expect.stringContaining("orders"), fifo: true },
    rows: { key, indexes: { byHash: hash } },
  });
});
