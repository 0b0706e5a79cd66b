import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Json, secret } from "../../offline/plugins/server/wire.ts";
import { PluginProcess } from "./process.ts";

const URN = "urn:pulumi:dev::app::aws:iam/role:Role::role";
/** Nothing listens on this port, so every call fails at once. */
const NOWHERE = "http://127.0.0.1:9";

let plugin: PluginProcess;

beforeAll(async () => {
  plugin = await PluginProcess.start("aws", { AWS_ENDPOINT_URL: "" });
  expect(plugin.port).toMatch(/^\d+$/);
}, 60_000);

afterAll(() => plugin.end());

describe("aws plugin process", () => {
  it("reports the version of the provider it replaces", async () => {
    expect(await plugin.version()).toBe("7.48.0");
  });

  it("refuses missing endpoints, endpoints on other machines and unknown arguments", async () => {
    const refused = (news: Json) =>
      plugin.failures("checkConfig", "urn:pulumi:dev::app::pulumi:providers:aws::p", news);
    const endpoints = (url: string) => JSON.stringify([{ lambda: url }]);
    for (const url of [
      "https://lambda.us-east-1.amazonaws.com",
      "http://127.0.0.1.example.com",
      "http://10.0.0.1:4566",
    ]) {
      expect(await refused({ endpoints: endpoints(url) })).toEqual([expect.stringContaining(`but lambda is ${url}.`)]);
    }
    for (const url of [NOWHERE, "http://localhost:4566", "http://[::1]:4566"]) {
      expect(await refused({ endpoints: endpoints(url), version: "7.48.0" })).toEqual([]);
    }
    expect(await refused({ region: "eu-west-1" })).toEqual([expect.stringContaining("has no endpoints")]);
    expect(await refused({ regoin: "x" })).toEqual(["regoin: There is no property regoin. Did you mean region?"]);
  });

  it("accepts region and endpoints, and checks resource inputs", async () => {
    const endpoints = JSON.stringify([{ iam: NOWHERE, sts: NOWHERE }]);
    const configured = await plugin.configure({ region: "eu-west-1", endpoints, maxRetries: "0" });
    expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([true, true]);
    expect(await plugin.failures("check", URN, { maxSessionDuration: 1 })).toEqual([
      "maxSessionDuration: maxSessionDuration is 1, but 3600 to 43200 is allowed.",
      "assumeRolePolicy: assumeRolePolicy is required and is missing.",
    ]);
  });

  it("answers a getRegion call", async () => {
    expect(await plugin.invoke("aws:index/getRegion:getRegion")).toMatchObject({ region: "eu-west-1" });
  });

  it("reports an unreachable endpoint without the secrets of the request", async () => {
    const properties = { name: secret("role-9-hush"), assumeRolePolicy: "{}" };
    const error = await plugin.create(URN, properties).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: expect.stringMatching(/^Nothing answers at the endpoint/) });
    expect(String(error)).not.toContain("role-9-hush");
  });

  it("exits on SIGINT while a connection is open", async () => {
    const ended = new Promise((resolve) => plugin.process.once("exit", resolve));
    plugin.process.kill("SIGINT");
    expect(await ended).toBe(0);
  });
});
