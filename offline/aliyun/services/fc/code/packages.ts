import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { crc64 } from "../../../core/crc64.ts";
import { ApiError } from "../../../core/error.ts";
import type { World } from "../../../core/world.ts";
import { invalid } from "../errors.ts";
import type { InputCode } from "../schemas/function.ts";
import type { CodeRecord } from "../state.ts";
import { readZip, unzip } from "./unzip.ts";

const MEGABYTE = 1024 * 1024;
/** Bytes of a zip in a request, and of one in a bucket. */
const INLINE_LIMIT = 100 * MEGABYTE;
const OBJECT_LIMIT = 500 * MEGABYTE;

/**
 * Takes over an uploaded package, or one in a bucket that the caller's account owns.
 * @throws ApiError InvalidArgument for a package that can't be had, is none, or has another checksum.
 */
export async function takeCode(world: World, input: InputCode): Promise<CodeRecord | undefined> {
  const zip = await readInput(world, input);
  if (!zip) return undefined;
  readZip(zip);
  const checksum = crc64(zip);
  if ("checksum" in input && input.checksum && input.checksum !== checksum) {
    throw new ApiError(400, "InvalidArgument", `code checksum is ${checksum}, not ${input.checksum}`);
  }
  return { blob: world.blobs.put(zip), size: zip.length, checksum };
}

async function readInput(world: World, input: InputCode): Promise<Buffer | undefined> {
  if ("zipFile" in input && input.zipFile !== undefined) {
    const zip = Buffer.from(input.zipFile, "base64");
    if (zip.length > INLINE_LIMIT) throw invalid(`code: the package is larger than ${INLINE_LIMIT} bytes`);
    return zip;
  }
  if (!("ossBucketName" in input) || !input.ossBucketName || !input.ossObjectName) return undefined;
  const zip = await readObject(world, input.ossBucketName, input.ossObjectName);
  if (zip.length > OBJECT_LIMIT) throw invalid(`code: the package is larger than ${OBJECT_LIMIT} bytes`);
  return zip;
}

async function readObject(world: World, bucket: string, key: string): Promise<Buffer> {
  try {
    return await world.objects.read(bucket, key, { service: "fc.aliyuncs.com" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw invalid(`code: object '${key}' of bucket '${bucket}' can't be read: ${error.code}`);
  }
}

/** Directory with a package's files; unpacked once. */
export function codeDirectory(world: World, code: CodeRecord): string {
  return unpackedOnce(join(world.scratch, "fc", "code"), code.blob, (directory) => {
    unzip(world.blobs.get(code.blob), directory);
  });
}

/** Directory with the files of several layers, in their order: what is there first stays. */
export function layersDirectory(world: World, layers: readonly CodeRecord[]): string {
  const id = createHash("sha256")
    .update(layers.map((layer) => layer.blob).join("\n"))
    .digest("hex");
  return unpackedOnce(join(world.scratch, "fc", "layers"), id, (directory) => {
    for (const layer of layers) unzip(world.blobs.get(layer.blob), directory, { keep: true });
  });
}

function unpackedOnce(parent: string, id: string, unpack: (directory: string) => void): string {
  const directory = join(parent, id);
  if (existsSync(directory)) return directory;
  const partial = `${directory}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  unpack(partial);
  renameSync(partial, directory);
  return directory;
}
