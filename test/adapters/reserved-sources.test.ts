import { describe, expect, it } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { busClient as eventBridgeOnAliyun } from "../../adapters/aliyun/runtime/clients/bus.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import { busClient as eventBridgeOnAws } from "../../adapters/aws/runtime/clients/bus.ts";
import { reservedSourceRemarks } from "../../adapters/shared/checks/reserved-sources.ts";
import { parseApp } from "../../model/parse.ts";
import type { BusClient, NewBusEvent } from "../../runtime/index.ts";
import { deploymentOf } from "./planned.ts";
import { ownProblems } from "./target-problems.ts";

const clouds = [
  { adapter: aws, reserved: "aws.", client: eventBridgeOnAws },
  { adapter: aliyun, reserved: "acs.", client: eventBridgeOnAliyun },
];

const listening = (bus: object, source: string, permissions: object = {}) =>
  parseApp({
    name: "shop",
    resources: { events: { kind: "bus", ...bus } },
    functions: {
      f: {
        handler: "f.ts",
        permissions,
        triggers: { t: { kind: "bus", bus: "events", pattern: { source: [source] } } },
      },
    },
  });

describe.each(clouds)("sources that begin with $reserved", ({ adapter, reserved, client }) => {
  const remarks = (bus: object, source: string) =>
    reservedSourceRemarks(adapter.rules, listening(bus, source)).map(({ code, path }) => `${path.join(".")}: ${code}`);

  it("are remarked on a bus to which no service sends", () => {
    expect(remarks({}, `${reserved}oss`)).toEqual(["functions.f.triggers.t.pattern.source.0: reserved-source"]);
  });

  it("are fine on an adopted bus, and other sources on any", () => {
    expect(remarks({ existing: "default" }, `${reserved}oss`)).toEqual([]);
    expect(remarks({}, "shop")).toEqual([]);
    expect(remarks({}, reserved.slice(0, 3))).toEqual([]);
  });

  const put = (event: Partial<NewBusEvent>) =>
    (client({ bus: "b" } as never, "events", "f") as BusClient).put([
      { type: "a", data: 1 },
      { type: "b", data: 2, ...event },
    ]);

  it("are refused by put, which names the event and sends nothing", async () => {
    await expect(put({ source: `${reserved}s3` })).rejects.toThrow(
      `put of bus "events": events[1].source begins with "${reserved}", which this cloud keeps for its own services`,
    );
  });

  it("have limits of length that hold on every cloud", async () => {
    await expect(put({ source: "s".repeat(129) })).rejects.toThrow(
      'put of bus "events": events[1].source has 129 characters: at most 128 are allowed',
    );
    await expect(put({ type: "t".repeat(65) })).rejects.toThrow(
      'put of bus "events": events[1].type has 65 characters: at most 64 are allowed',
    );
  });
});

it("refuses to put to the default bus on Aliyun, where only services may", () => {
  const problems = (existing: string, permission = "put") =>
    ownProblems(aliyun, listening({ existing }, "shop", { events: [permission] }), deploymentOf(aliyun)).map(
      ({ code, path }) => `${path.join(".")}: ${code}`,
    );
  const refused = ["functions.f.permissions.events: unsupported"];
  expect(problems("default")).toEqual(refused);
  expect(problems("acs:eventbridge:eu-west-1:1234567890123456:eventbus/default")).toEqual(refused);
  expect(problems("mine")).toEqual([]);
});
