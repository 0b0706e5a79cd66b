import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EmulatorError } from "../../../offline/aliyun/emulator-error.ts";
import { type AliyunOptions, type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createKms } from "../../../offline/aliyun/services/kms/index.ts";
import { createOos } from "../../../offline/aliyun/services/oos/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { callRpc, codeOf } from "../support/call.ts";

const services = { ram: createRam, kms: createKms, oos: createOos };
const TRUST =
  '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["fc.aliyuncs.com"]}}]}';

/** By a key nobody made here, which is taken for the account's own. */
const OSS = { authorization: "OSS somebody:signature", date: new Date().toUTCString() };

let data: string;
const start = (options: AliyunOptions = {}) => startAliyun({ services, data, ...options });
const kms = (server: AliyunServer, action: string, query: Record<string, string>) =>
  callRpc(server, "2016-01-20", action, query);

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "polyfn-state-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

describe("the state directory", () => {
  it("restores the state and the clock after a restart", async () => {
    const first = await start();
    await callRpc(first, "2015-05-01", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: TRUST });
    await kms(first, "CreateSecret", { SecretName: "s", SecretData: "text", VersionId: "1" });
    await callRpc(first, "2019-06-01", "CreateSecretParameter", { Name: "name", Value: "v" });
    await first.clock.advance(3_600_000);
    await first.stop();
    const second = await start();
    expect((await callRpc(second, "2015-05-01", "GetRole", { RoleName: "r" })).Role).toMatchObject({ RoleName: "r" });
    expect(await kms(second, "GetSecretValue", { SecretName: "s" })).toMatchObject({ SecretData: "text" });
    const parameter = await callRpc(second, "2019-06-01", "GetSecretParameter", {
      Name: "name",
      WithDecryption: "true",
    });
    expect(parameter.Parameter).toMatchObject({ Value: "v" });
    expect(second.clock.ahead).toBeGreaterThanOrEqual(3_600_000);
    await second.stop();
  });

  it("is written soon after each change, readable by its owner only", async () => {
    const server = await start();
    const file = join(data, "state.json");
    await kms(server, "CreateSecret", { SecretName: "s", SecretData: "text", VersionId: "1" });
    await expect.poll(() => existsSync(file) && readFileSync(file, "utf8")).toContain('"data":"text"');
    expect(statSync(file).mode & 0o077).toBe(0);
    await server.stop();
  });

  it("keeps only the bodies that are still referenced after a restart", async () => {
    const put = (server: AliyunServer, body: string) =>
      fetch(`${server.url}/shelf/book`, { method: "PUT", headers: OSS, body });
    const withObjects = { services: { ...services, oss: createOss } };
    const first = await start(withObjects);
    await fetch(`${first.url}/shelf`, { method: "PUT", headers: OSS });
    for (const body of ["first", "second"]) expect((await put(first, body)).status).toBe(200);
    await first.stop();
    expect(readdirSync(join(data, "blobs"))).toHaveLength(2);
    writeFileSync(join(data, "blobs", "a.1.partial"), "what a killed emulator left");
    const second = await start(withObjects);
    expect(readdirSync(join(data, "blobs"))).toHaveLength(1);
    expect(await (await fetch(`${second.url}/shelf/book`, { headers: OSS })).text()).toBe("second");
    await second.stop();
  });

  it("is emptied by a reset", async () => {
    const first = await start();
    await kms(first, "CreateSecret", { SecretName: "s", SecretData: "text", VersionId: "1" });
    await fetch(`${first.url}/_polyfn/reset`, { method: "POST" });
    expect(await codeOf(kms(first, "GetSecretValue", { SecretName: "s" }))).toBe("Forbidden.ResourceNotFound");
    await first.stop();
    const second = await start();
    expect(await codeOf(kms(second, "GetSecretValue", { SecretName: "s" }))).toBe("Forbidden.ResourceNotFound");
    await second.stop();
  });

  it("has one owner at a time", async () => {
    writeFileSync(join(data, "emulator.pid"), String(process.ppid));
    await expect(start()).rejects.toThrow(EmulatorError);
    writeFileSync(join(data, "emulator.pid"), "4194304");
    await (await start()).stop();
  });

  it("of another account, or that holds something else, is left unchanged", async () => {
    await (await start()).stop();
    const file = join(data, "state.json");
    const before = readFileSync(file, "utf8");
    await expect(start({ account: "9".repeat(16) })).rejects.toThrow(/account 1234567890123456/);
    expect(readFileSync(file, "utf8")).toBe(before);
    writeFileSync(file, "{");
    await expect(start()).rejects.toThrow(/not what an emulator of this version writes/);
    expect(readFileSync(file, "utf8")).toBe("{");
    writeFileSync(file, before.replace('"users":[]', '"users":{}'));
    await expect(start()).rejects.toThrow(/holds of ram is not what/);
  });
});

describe("the emulator without a state directory", () => {
  it("leaves nothing behind", async () => {
    const server = await startAliyun({ services });
    await kms(server, "CreateSecret", { SecretName: "s", SecretData: "text", VersionId: "1" });
    await server.stop();
    const again = await startAliyun({ services });
    expect(await codeOf(kms(again, "GetSecretValue", { SecretName: "s" }))).toBe("Forbidden.ResourceNotFound");
    await again.stop();
  });
});

describe("access keys of the account", () => {
  it("are the given ones, and the only ones in strict mode", async () => {
    const server = await startAliyun({
      services,
      strict: true,
      credentials: [{ accessKeyId: "mine", accessKeySecret: "secret" }],
    });
    const as = (accessKeyId: string, accessKeySecret: string) =>
      codeOf(callRpc(server, "2016-01-20", "ListSecrets", {}, { accessKeyId, accessKeySecret }));
    expect(await as("mine", "secret")).toBe("none");
    expect(await as("mine", "other")).toBe("SignatureDoesNotMatch");
    expect(await as("offline", "offline")).toBe("InvalidAccessKeyId.NotFound");
    await server.stop();
    const lenient = await startAliyun({ services });
    const { url } = lenient;
    const stranger = { accessKeyId: "LTAIstranger", accessKeySecret: "anything" };
    expect(await codeOf(callRpc({ url }, "2016-01-20", "ListSecrets", {}, stranger))).toBe("none");
    await lenient.stop();
  });

  it("must sign every request", async () => {
    const server = await startAliyun({ services });
    const answer = await fetch(`${server.url}/?Action=ListSecrets&Version=2016-01-20`, { method: "POST" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ Code: "MissingAccessKeyId" });
    await server.stop();
  });
});
