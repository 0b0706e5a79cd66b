import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { offlineOperator } from "../../offline/drivers/operator.ts";
import { aliyunEmulator, ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { changed } from "../../offline/engine/events.ts";
import { aliyunInventory } from "./support/aliyun-inventory.ts";
import { Echo, echoProject, echoSettings } from "./support/echo.ts";
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import { inventory } from "./support/inventory.ts";
import { upInSpiteOfKills } from "./support/killed.ts";
import { quiet } from "./support/project.ts";

const aws = "us-east-1";
const aliyun = "cn-hangzhou";

let servers: Readonly<Record<"localstack" | "aliyun", TemporaryServer>>;

beforeAll(async () => {
  const [localstack, emulator] = await Promise.all([
    startTemporaryServer(ministack, quiet),
    startTemporaryServer(aliyunEmulator, quiet),
  ]);
  servers = { localstack, aliyun: emulator };
});
afterAll(() => Promise.all(Object.values(servers).map((server) => server.stop())));

const leftOvers = async () => [
  ...(await inventory({ endpoint: servers.localstack.url, region: aws })),
  ...(await aliyunInventory({ endpoint: servers.aliyun.url, region: aliyun })),
];

describe("one stack on two clouds", () => {
  it("deploys to both with one up, drops one without touching the other, and destroys both", async () => {
    await using project = await echoProject();
    const addresses = { localstack: servers.localstack.url, aliyun: servers.aliyun.url };
    const places = [
      { target: "localstack", region: aws },
      { target: "aliyun", region: aliyun, settings: { endpoint: servers.aliyun.url } },
    ];
    const open = (targets: typeof places) =>
      project.stack("both", addresses, { ...echoSettings, target: undefined, targets });
    const stack = await open(places);
    expectSuccess(await stack.up());
    const cloud = await offlineOperator("aliyun", { endpoint: servers.aliyun.url, region: aliyun });
    for (const echo of [
      await Echo.of(stack, aws, `echo-localstack-${aws}`),
      await Echo.on(cloud, stack, `echo-aliyun-${aliyun}`),
    ]) {
      await Promise.all(Object.entries(echo.ways).map(([way, send]) => send(`by-${way}`)));
    }
    expectNoChanges(await stack.up());

    const one = await open(places.slice(1));
    const shrunk = await one.up();
    expectSuccess(shrunk);
    expect(changed(shrunk).filter(({ op, name }) => op !== "delete" && !name.startsWith("both"))).toEqual([]);
    expect(await inventory({ endpoint: servers.localstack.url, region: aws })).toEqual([]);
    await (await Echo.on(cloud, one)).ways.queue("alone");

    expectSuccess(await one.destroy());
    expect(await leftOvers()).toEqual([]);
  });
});

describe("an engine that is killed during up, on Aliyun", () => {
  it("continues with the next up and destroys every resource", async () => {
    await using killed = await echoProject();
    const settings = { ...echoSettings, target: "aliyun", settings: { endpoint: servers.aliyun.url } };
    const open = () => killed.stack("killed", { aliyun: servers.aliyun.url }, settings);
    const stack = await upInSpiteOfKills(open, "alicloud:");
    const echo = await Echo.on(
      await offlineOperator("aliyun", { endpoint: servers.aliyun.url, region: aliyun }),
      stack,
    );
    await echo.ways.queue("survived");
    await echo.ways.webhook("survived");
    expectSuccess(await stack.destroy());
    expect(await leftOvers()).toEqual([]);
  });
});
