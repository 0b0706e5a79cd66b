import { expect, test } from "vitest";
import { KnownServers } from "../../cli/known-servers.ts";
import { temporaryDirectory } from "../infra/project.ts";

test("a stack knows the servers that its state was compared with, until one of them is started again", async () => {
  const directory = temporaryDirectory();
  const known = new KnownServers(directory, "local");
  const servers = { localstack: "a", aliyun: "b" };
  expect(await known.lack(servers)).toBe(true);
  await known.keep(servers);
  expect(await known.lack({ aliyun: "b", localstack: "a" })).toBe(false);
  expect(await known.lack({ ...servers, aliyun: "c" })).toBe(true);
  expect(await new KnownServers(directory, "other").lack(servers)).toBe(true);
});

test("servers that polyfn did not start say nothing about themselves", async () => {
  expect(await new KnownServers(temporaryDirectory(), "local").lack({})).toBe(false);
});
