import { Readable } from "node:stream";
import type OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { type OssClient, ossClient, refusal } from "./client.ts";

let server: AliyunServer;
let client: OssClient;

/** The client's types ask for what the vendor doesn't. */
const QUERY = { "max-parts": 1000, "part-number-marker": "0", "encoding-type": "url" } as unknown as OSS.ListPartsQuery;

beforeAll(async () => {
  server = await startAliyun({ services: { oss: createOss }, strict: true });
  client = ossClient(server.url, "media");
  await client.putBucket("media");
});
afterAll(() => server.stop());

describe("objects", () => {
  it("are returned as they were stored, with metadata and checksums", async () => {
    await client.put("a/ä b+c.txt", Buffer.from("123456789"), {
      mime: "text/x-own",
      headers: { "Cache-Control": "no-store" },
      meta: { owner: "me" } as unknown as OSS.UserMeta,
    });
    const { content, res } = await client.get("a/ä b+c.txt");
    expect(content.toString()).toBe("123456789");
    expect(res.headers).toMatchObject({
      "content-type": "text/x-own",
      "cache-control": "no-store",
      "x-oss-meta-owner": "me",
      etag: '"25F9E794323B453885F5181F1B624D0B"',
      // The catalogue's check value of CRC-64/XZ: 0x995DC9BBDF1939FA.
      "x-oss-hash-crc64ecma": "11051210869376104954",
      "x-oss-object-type": "Normal",
      "x-oss-storage-class": "Standard",
    });
    const head = await client.head("a/ä b+c.txt");
    expect(head.meta).toEqual({ owner: "me" });
    expect((head.res.headers as Record<string, string>)["content-length"]).toBe("9");
    expect(await refusal(client.get("missing"))).toBe("404 NoSuchKey");
    expect(await refusal(client.head("missing"))).toBe("404 NoSuchKey");
  });

  it("can be read in ranges and under conditions", async () => {
    const { res } = await client.put("range", Buffer.from("0123456789"));
    const { etag } = res.headers as { etag: string };
    const read = async (headers: object) => {
      const answer = await client.get("range", { headers } as OSS.GetObjectOptions);
      return `${answer.res.status} ${answer.content}`;
    };
    expect(await read({ Range: "bytes=2-4" })).toBe("206 234");
    expect(await read({ Range: "bytes=-3" })).toBe("206 789");
    expect(await read({ Range: "bytes=8-99" })).toBe("206 89");
    // The vendor answers a range the object hasn't with all of it, unless told otherwise.
    expect(await read({ Range: "bytes=20-30" })).toBe("200 0123456789");
    expect(await refusal(read({ Range: "bytes=20-30", "x-oss-range-behavior": "standard" }))).toBe("416 InvalidRange");
    expect(await read({ "If-Match": etag })).toBe("200 0123456789");
    expect(await refusal(read({ "If-Match": '"ABC"' }))).toBe("412 PreconditionFailed");
    expect((await client.head("range", { headers: { "If-None-Match": etag } })).status).toBe(304);
    const past = new Date(Date.now() - 86_400_000).toUTCString();
    expect(await refusal(read({ "If-Unmodified-Since": past }))).toBe("412 PreconditionFailed");
    expect(await read({ "If-Modified-Since": past })).toBe("200 0123456789");
  });

  it("can be copied with their metadata or new metadata", async () => {
    await client.put("source", Buffer.from("x"), { meta: { a: "1" } as unknown as OSS.UserMeta });
    await client.copy("copies/one", "source");
    expect((await client.head("copies/one")).meta).toEqual({ a: "1" });
    await client.copy("copies/two", "source", { meta: { b: "2" } as unknown as OSS.UserMeta });
    expect((await client.head("copies/two")).meta).toEqual({ b: "2" });
    expect(await refusal(client.copy("copies/three", "missing"))).toBe("404 NoSuchKey");
  });

  it("can be appended to at their end only", async () => {
    const first = (await client.append("log", Buffer.from("one,"))) as unknown as { nextAppendPosition: string };
    expect(first.nextAppendPosition).toBe("4");
    await client.append("log", Buffer.from("two"), { position: first.nextAppendPosition });
    expect((await client.get("log")).content.toString()).toBe("one,two");
    expect(await refusal(client.append("log", Buffer.from("!"), { position: "1" }))).toBe(
      "409 PositionNotEqualToLength",
    );
    await client.put("plain", Buffer.from("x"));
    expect(await refusal(client.append("plain", Buffer.from("y"), { position: "1" }))).toBe("409 ObjectNotAppendable");
  });

  it("have tags, an ACL and symlinks", async () => {
    await client.put("tagged", Buffer.from("x"));
    await client.putObjectTagging("tagged", { env: "dev", "a b": "c=d" });
    expect((await client.getObjectTagging("tagged")).tag).toEqual({ env: "dev", "a b": "c=d" });
    await client.deleteObjectTagging("tagged");
    expect((await client.getObjectTagging("tagged")).tag).toEqual({});
    expect((await client.getACL("tagged")).acl).toBe("default");
    await client.putACL("tagged", "public-read");
    expect((await client.getACL("tagged")).acl).toBe("public-read");
    await client.putSymlink("link", "tagged", {});
    expect((await client.getSymlink("link")).targetName).toBe("tagged");
    expect((await client.get("link")).content.toString()).toBe("x");
  });

  it("are not overwritten when that is forbidden, nor stored with a wrong digest", async () => {
    await client.put("once", Buffer.from("1"));
    const again = client.put("once", Buffer.from("2"), { headers: { "x-oss-forbid-overwrite": "true" } });
    expect(await refusal(again)).toBe("409 FileAlreadyExists");
    const wrong = client.put("digest", Buffer.from("1"), { headers: { "Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg==" } });
    expect(await refusal(wrong)).toBe("400 InvalidDigest");
    expect(await refusal(client.get("once", { process: "image/resize,w_1" }))).toBe("501 NotImplemented");
  });

  it("can be uploaded in parts", async () => {
    const part = 100 * 1024;
    const body = Buffer.alloc(part * 2 + 10, "ab");
    const whole = await client.multipartUpload("parts", body, { partSize: part, parallel: 2 });
    expect((whole.res.headers as { etag: string }).etag).toMatch(/^"[0-9A-F]{32}-3"$/);
    expect((await client.get("parts")).content.equals(body)).toBe(true);
    await client.multipartUploadCopy(
      "parts-copy",
      { sourceKey: "parts", sourceBucketName: "media" } as OSS.MultipartUploadCopySourceData,
      { partSize: part },
    );
    expect((await client.get("parts-copy")).content.equals(body)).toBe(true);

    const { uploadId } = await client.initMultipartUpload("open");
    await client.uploadPart("open", uploadId, 1, Buffer.from("x"), 0, 1);
    await client.uploadPart("open", uploadId, 2, Buffer.from("y"), 0, 1);
    expect((await client.listUploads({ prefix: "op" })).uploads.map(({ name }) => name)).toEqual(["open"]);
    const listed = await client.listParts("open", uploadId, QUERY, {});
    expect(
      (listed.parts as unknown as { PartNumber: string; Size: string }[]).map((part) => [part.PartNumber, part.Size]),
    ).toEqual([
      ["1", "1"],
      ["2", "1"],
    ]);
    const done = [1, 2].map((number) => ({ number, etag: listed.parts[number - 1]?.ETag ?? "" }));
    expect(await refusal(client.completeMultipartUpload("open", uploadId, done))).toBe("400 EntityTooSmall");
    const wrong = [{ number: 1, etag: '"00"' }];
    expect(await refusal(client.completeMultipartUpload("open", uploadId, wrong))).toBe("400 InvalidPart");
    await client.abortMultipartUpload("open", uploadId);
    expect(await refusal(client.listParts("open", uploadId, QUERY, {}))).toBe("404 NoSuchUpload");
  });

  it("can be streamed, and deleted one by one or together", async () => {
    await client.putStream("del/1", Readable.from([Buffer.from("a"), Buffer.from("b")]));
    expect((await client.get("del/1")).content.toString()).toBe("ab");
    await client.put("del/2 ü", Buffer.from("x"));
    await client.put("del/3", Buffer.from("x"));
    expect((await client.delete("del/1")).res.status).toBe(204);
    expect((await client.delete("del/1")).res.status).toBe(204);
    const deleted = await client.deleteMulti(["del/2 ü", "del/3", "del/missing"]);
    expect(deleted.deleted?.map((one) => (one as unknown as { Key: string }).Key)).toEqual([
      "del/2 ü",
      "del/3",
      "del/missing",
    ]);
    expect((await client.listV2({ prefix: "del/" }, {})).objects ?? []).toEqual([]);
  });
});

describe("object listings", () => {
  const names = ["list/a", "list/b/1", "list/b/2", "list/c", "list/d/1"];

  it("can be filtered by prefix, delimiter and page, in both versions", async () => {
    for (const name of names) await client.put(name, Buffer.from("x"));
    const all = await client.list({ prefix: "list/", "max-keys": 100 }, {});
    expect(all.objects.map(({ name }) => name)).toEqual(names);
    const folder = await client.list({ prefix: "list/", delimiter: "/", "max-keys": 100 }, {});
    expect(folder.objects.map(({ name }) => name)).toEqual(["list/a", "list/c"]);
    expect(folder.prefixes).toEqual(["list/b/", "list/d/"]);

    const pages: string[] = [];
    let marker: string | undefined;
    do {
      const page = await client.list({ prefix: "list/", delimiter: "/", "max-keys": 1, ...(marker && { marker }) }, {});
      pages.push(...(page.objects ?? []).map(({ name }) => name), ...(page.prefixes ?? []));
      marker = page.nextMarker || undefined;
    } while (marker);
    expect(pages).toEqual(["list/a", "list/b/", "list/c", "list/d/"]);

    const pages2: string[] = [];
    let token: string | undefined;
    do {
      const query = { prefix: "list/", "max-keys": "2", ...(token && { "continuation-token": token }) };
      const page = await client.listV2(query, {});
      pages2.push(...(page.objects ?? []).map(({ name }) => name));
      token = page.nextContinuationToken || undefined;
    } while (token);
    expect(pages2).toEqual(names);
    const after = await client.listV2({ prefix: "list/", "start-after": "list/b/2" }, {});
    expect(after.objects.map(({ name }) => name)).toEqual(["list/c", "list/d/1"]);
    expect(await refusal(client.list({ "max-keys": 1001 }, {}))).toBe("400 InvalidArgument");
  });
});

describe("object versions", () => {
  it("stay behind a delete marker until they are deleted themselves", async () => {
    await client.putBucket("kept");
    const kept = ossClient(server.url, "kept");
    await kept.put("a", Buffer.from("before"));
    expect((await kept.getBucketVersioning("kept")).versionStatus).toBeUndefined();
    await kept.putBucketVersioning("kept", "Enabled");
    const idOf = (answer: { res: { headers: object } }) =>
      (answer.res.headers as Record<string, string>)["x-oss-version-id"];
    const first = idOf(await kept.put("a", Buffer.from("one"))) ?? "";
    const second = idOf(await kept.put("a", Buffer.from("two"))) ?? "";
    expect((await kept.get("a")).content.toString()).toBe("two");
    expect((await kept.get("a", { versionId: first } as OSS.GetObjectOptions)).content.toString()).toBe("one");
    expect((await kept.get("a", { versionId: "null" } as OSS.GetObjectOptions)).content.toString()).toBe("before");

    const marker = await kept.delete("a");
    expect((marker.res.headers as Record<string, string>)["x-oss-delete-marker"]).toBe("true");
    expect(await refusal(kept.get("a"))).toBe("404 NoSuchKey");
    const versions = await kept.getBucketVersions({});
    expect(versions.objects?.map(({ versionId }) => versionId)).toEqual([second, first, "null"]);
    expect(versions.deleteMarker?.map(({ versionId }) => versionId)).toEqual([idOf(marker)]);

    await kept.delete("a", { versionId: idOf(marker) } as OSS.RequestOptions);
    expect((await kept.get("a")).content.toString()).toBe("two");
    await kept.delete("a", { versionId: second } as OSS.RequestOptions);
    expect((await kept.get("a")).content.toString()).toBe("one");
    expect(await refusal(kept.get("a", { versionId: second } as OSS.GetObjectOptions))).toBe("404 NoSuchVersion");
  });

  it("replace the null version while versioning is suspended", async () => {
    await client.putBucket("paused");
    const paused = ossClient(server.url, "paused");
    await paused.putBucketVersioning("paused", "Enabled");
    await paused.put("a", Buffer.from("kept"));
    await paused.putBucketVersioning("paused", "Suspended");
    await paused.put("a", Buffer.from("1"));
    await paused.put("a", Buffer.from("2"));
    const { objects } = await paused.getBucketVersions({});
    expect(objects).toHaveLength(2);
    await paused.delete("a");
    const after = await paused.getBucketVersions({});
    expect(after.objects).toHaveLength(1);
    expect(await refusal(paused.deleteBucket("paused"))).toBe("409 BucketNotEmpty");
  });
});
