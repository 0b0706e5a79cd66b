import { expect, it } from "vitest";
import { createOts } from "../../../offline/aliyun/services/ots/index.ts";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { createTablestore } from "../../../offline/aliyun/services/tablestore/index.ts";
import { FakeFunctions, fakeWorld } from "../sls/inside.ts";

const world = fakeWorld(new FakeFunctions());
const services = { sls: createSls(world), ots: createOts(world), tablestore: createTablestore(world) };

it.each([
  ["cn-hangzhou.log.aliyuncs.com", "sls", { region: "cn-hangzhou" }],
  ["my-logs.cn-hangzhou.log.aliyuncs.com", "sls", { region: "cn-hangzhou", subject: "my-logs" }],
  ["my-logs.us-west-1-intranet.log.aliyuncs.com", "sls", { region: "us-west-1", subject: "my-logs" }],
  ["ap-southeast-1-share.log.aliyuncs.com", "sls", { region: "ap-southeast-1" }],
  ["demo.cn-hangzhou.ots.aliyuncs.com", "ots", { region: "cn-hangzhou", subject: "demo" }],
  ["pf-0123456789.cn-beijing.ots-internal.aliyuncs.com", "ots", { region: "cn-beijing", subject: "pf-0123456789" }],
  ["demo.cn-hangzhou.vpc.tablestore.aliyuncs.com", "ots", { region: "cn-hangzhou", subject: "demo" }],
  ["tablestore.cn-hangzhou.aliyuncs.com", "tablestore", { region: "cn-hangzhou" }],
])("assigns the hostname %s to %s only", (host, name, facts) => {
  const found = Object.entries(services).flatMap(
    ([
      service,
      {
        service: { matches },
      },
    ]) => {
      const matched = matches(host);
      return matched ? [[service, matched]] : [];
    },
  );
  expect(found).toEqual([[name, facts]]);
});

it.each(["example.com", "oss-cn-hangzhou.aliyuncs.com", "log.aliyuncs.com.example.com"])(
  "assigns the hostname %s to no service",
  (host) => {
    expect(Object.values(services).map(({ service }) => service.matches(host))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  },
);
