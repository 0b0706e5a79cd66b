import { type AliyunServer, startAliyun } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Json, secret } from "../../../offline/plugins/server/wire.ts";
import { PluginProcess } from "../process.ts";

const PROVIDER = "urn:pulumi:dev::app::pulumi:providers:alicloud::p";
const QUEUE = "urn:pulumi:dev::app::alicloud:message/serviceQueue:ServiceQueue::queue";
/** Nothing listens on this port, so every call fails at once. */
const NOWHERE = "http://127.0.0.1:9";

/** Runs a plugin with this proxy, and ends it with the test. */
async function withPlugin(proxy: string, use: (plugin: PluginProcess) => Promise<void>): Promise<void> {
  const plugin = await PluginProcess.start("alicloud", { HTTPS_PROXY: proxy, https_proxy: "" });
  try {
    await use(plugin);
  } finally {
    plugin.end();
  }
}

describe("alicloud plugin process", () => {
  it.each(["http://proxy.example:3128", "http://10.0.0.1:4580", "http://127.0.0.1.example.com:4580"])(
    "refuses a proxy on another machine: %s",
    (proxy) =>
      withPlugin(proxy, async (plugin) => {
        const refused = await plugin.failures("checkConfig", PROVIDER, { region: "cn-hangzhou" });
        expect(refused).toEqual([expect.stringContaining(`but HTTPS_PROXY is ${proxy}.`)]);
        await expect(plugin.configure({ region: "cn-hangzhou" })).rejects.toThrow("only connects to this machine");
      }),
    60_000,
  );

  it(
    "refuses to start without HTTPS_PROXY",
    () =>
      withPlugin("", async (plugin) => {
        const refused = await plugin.failures("checkConfig", PROVIDER, { region: "cn-hangzhou" });
        expect(refused).toEqual([expect.stringContaining("HTTPS_PROXY is not set")]);
      }),
    60_000,
  );

  it(
    "refuses endpoints on other machines and unknown arguments",
    () =>
      withPlugin(NOWHERE, async (plugin) => {
        const refused = (news: Json) => plugin.failures("checkConfig", PROVIDER, news);
        expect(await plugin.version()).toBe("3.108.0");
        expect(await refused({ region: "cn-hangzhou", accountType: "Domestic", version: "3.108.0" })).toEqual([]);
        const endpoints = (address: string) => ({ endpoints: JSON.stringify([{ ots: address }]) });
        for (const address of [NOWHERE, "127.0.0.1:9"]) expect(await refused(endpoints(address))).toEqual([]);
        for (const address of ["ots.example.com", "https://10.0.0.1"]) {
          expect(await refused(endpoints(address))).toEqual([expect.stringContaining(`has ots at ${address}.`)]);
        }
        expect(await refused({ regoin: "x" })).toEqual(["regoin: There is no property regoin. Did you mean region?"]);
      }),
    60_000,
  );

  it(
    "reports an unreachable proxy without the secrets of the request",
    () =>
      withPlugin(NOWHERE, async (plugin) => {
        await plugin.configure({ region: "cn-hangzhou" });
        const properties = { queueName: secret("queue-9-hush") };
        const error = await plugin.create(QUEUE, properties).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
          details: expect.stringMatching(/^Nothing answers at the address in HTTPS_PROXY/),
        });
        expect(String(error)).not.toContain("queue-9-hush");
      }),
    60_000,
  );
});

describe("alicloud plugin process with the emulator", () => {
  let server: AliyunServer;
  beforeAll(async () => {
    server = await startAliyun();
  });
  afterAll(() => server.stop());

  it(
    "answers function calls, creates a resource and exits on SIGINT",
    () =>
      withPlugin(server.url, async (plugin) => {
        const configured = await plugin.configure({ region: "cn-shanghai", skipRegionValidation: "true" });
        expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([true, true]);
        expect(await plugin.invoke("alicloud:index/getAccount:getAccount")).toEqual({ id: "1234567890123456" });
        expect(await plugin.invoke("alicloud:index/getCallerIdentity:getCallerIdentity")).toMatchObject({
          accountId: "1234567890123456",
        });
        expect(await plugin.invoke("alicloud:index/getRegions:getRegions")).toMatchObject({ ids: ["cn-shanghai"] });
        expect(await plugin.create(QUEUE, { queueName: "jobs" })).toBe("jobs");
        const ended = new Promise((resolve) => plugin.process.once("exit", resolve));
        plugin.process.kill("SIGINT");
        expect(await ended).toBe(0);
      }),
    60_000,
  );
});
