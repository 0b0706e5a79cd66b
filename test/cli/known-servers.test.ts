import { expect, test } from "vitest";
import { KnownServers } from "../../cli/known-servers.ts";
import { temporaryDirectory } from "../infra/project.ts";

const localstack = { url: "http://127.0.0.1:4566", id: "a" };
const aliyun = { url: "http://127.0.0.1:4580", id: "b" };

test("a stack knows the servers that its state was compared with, until one of them is started again", async () => {
  const directory = temporaryDirectory();
  const known = new KnownServers(directory, "local");
  expect(await known.lack({ localstack, aliyun })).toBe(true);
  await known.keep({ localstack, aliyun });
  expect(await known.lack({ aliyun, localstack })).toBe(false);
  expect(await known.lack({ localstack, aliyun: { ...aliyun, id: "c" } })).toBe(true);
  expect(await known.haveMoved({ localstack, aliyun: { ...aliyun, id: "c" } })).toBe(false);
  expect(await new KnownServers(directory, "other").lack({ localstack, aliyun })).toBe(true);
});

test("servers that polyfn did not start are known by their addresses alone", async () => {
  const known = new KnownServers(temporaryDirectory(), "local");
  const [here, there] = [{ localstack: { url: localstack.url } }, { localstack: { url: "http://127.0.0.1:4999" } }];
  expect([await known.lack(here), await known.haveMoved(here)]).toEqual([false, false]);
  await known.keep(here);
  expect([await known.lack(here), await known.haveMoved(here)]).toEqual([false, false]);
  expect([await known.lack(there), await known.haveMoved(there)]).toEqual([true, true]);
});
