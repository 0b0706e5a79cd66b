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

/** Creates a function in the cloud. */
export function createFunction(cloud: Cloud, name: string, more: Json = {}): Promise<TestResource> {
  return new TestResource(cloud, "aws:lambda/function:Function", name).create({
    ...functionInputs(cloud, name),
    ...more,
  });
}
