import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import type { Json } from "../../../offline/plugins/server/wire.ts";
import { type Cloud, TestResource } from "./cloud.ts";

/** A zip with one module, as an archive on the wire. */
export function zipWith(source: string): Json {
  const bytes = zipSync({ "index.mjs": strToU8(source) }, { mtime: new Date(1980, 0, 1) });
  const path = join(mkdtempSync(join(tmpdir(), "polyfn-zip-")), "code.zip");
  writeFileSync(path, bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", hash, path };
}

/** The minimal inputs of a function. */
export function functionInputs(cloud: Cloud, name: string): Json {
  return {
    name,
    role: `arn:aws:iam::${cloud.account}:role/worker`,
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: zipWith("export const handler = async () => 1;"),
  };
}

const withRole = new WeakMap<Cloud, Promise<TestResource>>();

/** Lambda takes no function with a role that does not exist. */
async function createRole(cloud: Cloud): Promise<void> {
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  const created =
    withRole.get(cloud) ??
    new TestResource(cloud, "aws:iam/role:Role", "worker").create({
      name: "worker",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
  withRole.set(cloud, created);
  await created;
}

/** Creates a function in the cloud. */
export async function createFunction(cloud: Cloud, name: string, more: Json = {}): Promise<TestResource> {
  await createRole(cloud);
  return new TestResource(cloud, "aws:lambda/function:Function", name).create({
    ...functionInputs(cloud, name),
    ...more,
  });
}
