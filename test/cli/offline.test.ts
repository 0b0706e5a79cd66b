import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../infra/project.ts";

const polyfn = fileURLToPath(new URL("../../bin/polyfn.mjs", import.meta.url));

test("polyfn offline serves a cloud, prints what it answers, and ends on Ctrl-C with its state kept", async () => {
  const data = temporaryDirectory();
  const child = spawn(process.execPath, [polyfn, "offline", "aliyun", "--port", "0", "--data", data]);
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await expect.poll(() => printed, { timeout: 120_000 }).toMatch(/export HTTPS_PROXY='http:\/\/127\.0\.0\.1:\d+'/);
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
  const answer = await fetch(`${url}/?Action=GetCallerIdentity&Version=2015-04-01`, { method: "POST" });
  expect(answer.status).toBe(400);
  await expect.poll(() => printed).toMatch(/\d\d:\d\d:\d\d sts GetCallerIdentity 400 MissingAccessKeyId \d+ ms/);
  child.kill("SIGINT");
  expect((await once(child, "exit"))[0]).toBe(0);
});
