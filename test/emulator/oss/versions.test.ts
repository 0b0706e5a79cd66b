import { createRequire } from "node:module";
import type OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { refusal } from "./client.ts";

type Headers = Record<string, string>;
type Answer = { res: { status: number; headers: Headers }; bucket?: string };
type Options = { headers?: Headers; meta?: Record<string, string>; versionId?: string };
type RestoreOptions = { type?: string; Days?: number; JobParameters?: string; versionId?: string };

/** Calls of the vendor's client that its types lack or describe differently. */
interface Client {
  put(name: string, body: Buffer, options?: Options): Promise<Answer>;
  get(name: string): Promise<{ content: Buffer }>;
  head(name: string, options?: Options): Promise<Answer & { meta: Record<string, string> | null }>;
  copy(name: string, source: string): Promise<Answer>;
  putSymlink(name: string, target: string, options: Options): Promise<Answer>;
  getSymlink(name: string): Promise<Answer & { targetName: string }>;
  restore(name: string, options?: RestoreOptions): Promise<Answer>;
  initMultipartUpload(name: string, options: Options): Promise<Answer & { uploadId: string }>;
  putObjectTagging(name: string, tags: Record<string, string>, options: Options): Promise<unknown>;
  getObjectTagging(name: string, options: Options): Promise<{ tag: Record<string, string> }>;
  deleteObjectTagging(name: string, options: Options): Promise<{ status: number }>;
  getBucketVersions(query: object): Promise<{ objects?: { name: string }[] }>;
  list(query: object, options: object): Promise<{ objects: { name: string; restoreInfo?: object }[] }>;
  putBucket(name: string): Promise<unknown>;
  useBucket(name: string): void;
  putBucketVersioning(name: string, status: string): Promise<unknown>;
  putBucketACL(name: string, acl: string): Promise<Answer>;
  putBucketTags(name: string, tags: Record<string, string>): Promise<unknown>;
  getBucketTags(name: string): Promise<{ tag: Record<string, string> }>;
  putBucketEncryption(name: string, rule: object): Promise<unknown>;
  listBuckets(query: object): Promise<{ buckets: { name: string; tag: Record<string, string> }[] | null }>;
  request(params: object): Promise<unknown>;
}

const Client = createRequire(import.meta.url)("ali-oss") as new (options: OSS.Options) => Client;
const body = Buffer.from("x");
let server: AliyunServer;
let client: Client;

beforeAll(async () => {
  server = await startAliyun({ services: { oss: createOss }, strict: true });
  client = new Client({ accessKeyId: "offline", accessKeySecret: "offline", endpoint: server.url });
});
afterAll(() => server.stop());

const newBucket = async (name: string): Promise<void> => {
  await client.putBucket(name);
  client.useBucket(name);
};

describe("object versions", () => {
  it("keep existing when their tags are deleted", async () => {
    await newBucket("tagged");
    await client.putBucketVersioning("tagged", "Enabled");
    const versionId = (await client.put("a", body)).res.headers["x-oss-version-id"] ?? "";
    await client.put("a", body);
    await client.putObjectTagging("a", { a: "1" }, { versionId });
    expect((await client.deleteObjectTagging("a", { versionId })).status).toBe(204);
    expect((await client.getObjectTagging("a", { versionId })).tag).toEqual({});
    expect((await client.getBucketVersions({})).objects).toHaveLength(2);
  });

  it("are named null while versioning is suspended", async () => {
    await newBucket("suspended");
    expect((await client.put("before", body)).res.headers["x-oss-version-id"]).toBeUndefined();
    await client.putBucketVersioning("suspended", "Enabled");
    await client.putBucketVersioning("suspended", "Suspended");
    expect((await client.put("a", body)).res.headers["x-oss-version-id"]).toBe("null");
    const { headers } = (await client.copy("b", "a")).res;
    expect(headers["x-oss-version-id"]).toBe("null");
    expect(headers["x-oss-copy-source-version-id"]).toBe("null");
    expect((await client.head("before")).res.headers["x-oss-version-id"]).toBe("null");
  });
});

describe("symlinks", () => {
  it("have their own metadata and the content of their target", async () => {
    await newBucket("links");
    await client.put("target", Buffer.from("target"), {
      meta: { of: "target" },
      headers: { "Cache-Control": "no-store" },
    });
    await client.putSymlink("link", "target", { meta: { uid: "1" } });
    const { meta, res } = await client.head("link");
    expect(meta).toEqual({ uid: "1" });
    expect(res.headers).toMatchObject({ "x-oss-object-type": "Symlink", "content-length": "6" });
    expect(res.headers["cache-control"]).toBeUndefined();
    expect((await client.get("link")).content.toString()).toBe("target");
    const link = await client.getSymlink("link");
    expect([link.targetName, link.res.headers["x-oss-meta-uid"]]).toEqual(["target", "1"]);
  });
});

describe("encryption", () => {
  const algorithm = ({ res }: Answer) => res.headers["x-oss-server-side-encryption"];

  it("is returned by every operation that writes", async () => {
    await newBucket("encrypted");
    const headers = { "x-oss-server-side-encryption": "AES256" };
    expect(algorithm(await client.put("a", body, { headers }))).toBe("AES256");
    expect(algorithm(await client.initMultipartUpload("b", { headers }))).toBe("AES256");
    // Either all parts or those of a list.
    const { uploadId } = await client.initMultipartUpload("c", {});
    const both = { method: "POST", bucket: "encrypted", object: "c", subres: { uploadId }, successStatuses: [200] };
    const content = "<CompleteMultipartUpload/>";
    const whole = client.request({ ...both, content, headers: { "x-oss-complete-all": "yes" } });
    expect(await refusal(whole)).toBe("400 InvalidArgument");
    expect(algorithm(await client.put("plain", body))).toBeUndefined();
    await client.putBucketEncryption("encrypted", { SSEAlgorithm: "KMS" });
    expect(algorithm(await client.put("default", body))).toBe("KMS");
    expect(algorithm(await client.head("default"))).toBe("KMS");
    const wrong = { "x-oss-server-side-encryption": "DES" };
    expect(await refusal(client.put("c", body, { headers: wrong }))).toBe("400 InvalidEncryptionAlgorithmError");
  });
});

describe("buckets", () => {
  it("can be listed by tags", async () => {
    await newBucket("coloured");
    await client.putBucketTags("coloured", { colour: "red", size: "1" });
    const found = async (query: object) => (await client.listBuckets(query)).buckets?.map(({ name }) => name) ?? [];
    expect(await found({ subres: { tagging: '"colour":"red","size":"1"' } })).toEqual(["coloured"]);
    expect(await found({ subres: { tagging: '"colour":"blue"' } })).toEqual([]);
    expect(await found({ "tag-key": "colour" })).toEqual(["coloured"]);
    const { buckets } = await client.listBuckets({ subres: { tagging: '"size":"1"' } });
    expect(buckets?.[0]?.tag).toEqual({ colour: "red", size: "1" });
    expect(await refusal(found({ subres: { tagging: "colour" } }))).toBe("400 InvalidArgument");
  });

  it("lose only the tags that are named", async () => {
    await newBucket("partly");
    await client.putBucketTags("partly", { a: "1", b: "2" });
    const params = { method: "DELETE", bucket: "partly", subres: { tagging: "a" }, successStatuses: [204] };
    await client.request(params);
    expect((await client.getBucketTags("partly")).tag).toEqual({ b: "2" });
  });

  it("are created by a request that sets their ACL", async () => {
    expect((await client.putBucketACL("by-acl", "private")).bucket).toBe("by-acl");
    expect((await client.putBucketACL("by-acl", "public-read")).bucket).toBe("by-acl");
  });

  it("list keys with control characters unchanged", async () => {
    await newBucket("controls");
    const key = "line\x02break\x0b\r\nkey";
    await client.put(key, body);
    await client.copy("copy", key);
    expect((await client.list({}, {})).objects.map(({ name }) => name)).toEqual(["copy", key]);
    await client.put("line\r\nkey", body);
    // The key without the control characters is another object, which stays.
    const named = "line&#2;break&#xB;&#13;\nkey";
    const content = `<Delete><Object><Key>${named}</Key></Object></Delete>`;
    await client.request({ method: "POST", bucket: "controls", subres: "delete", content, successStatuses: [200] });
    expect((await client.list({}, {})).objects.map(({ name }) => name)).toEqual(["copy", "line\r\nkey"]);
  });
});

describe("archived objects", () => {
  const archived = (storageClass: string) => ({ headers: { "x-oss-storage-class": storageClass } });

  it("are readable for some days after they are restored", async () => {
    await newBucket("archive");
    await client.put("a", Buffer.from("cold"), archived("Archive"));
    expect(await refusal(client.get("a"))).toBe("403 InvalidObjectState");
    expect(await refusal(client.copy("b", "a"))).toBe("403 InvalidObjectState");
    expect((await client.restore("a", { Days: 2 })).res.status).toBe(202);
    expect((await client.head("a")).res.headers["x-oss-restore"]).toBe('ongoing-request="true"');
    expect((await client.list({}, {})).objects[0]?.restoreInfo).toMatchObject({ ongoingRequest: true });
    expect(await refusal(client.restore("a"))).toBe("409 RestoreAlreadyInProgress");
    await server.clock.advance(60_000);
    expect((await client.get("a")).content.toString()).toBe("cold");
    expect((await client.head("a")).res.headers["x-oss-restore"]).toMatch(/^ongoing-request="false", expiry-date="/);
    await client.request({ method: "POST", bucket: "archive", object: "a", subres: "restore", successStatuses: [200] });
    await server.clock.advance(2 * 86_400_000);
    expect(await refusal(client.get("a"))).toBe("403 InvalidObjectState");
  });

  it("are restored sooner with a higher priority", async () => {
    await client.put("cold", body, archived("ColdArchive"));
    const restore = (JobParameters: string) => client.restore("cold", { type: "ColdArchive", Days: 1, JobParameters });
    const first = await restore("Bulk");
    expect([first.res.status, first.res.headers["x-oss-object-restore-priority"]]).toEqual([202, "Bulk"]);
    expect(await refusal(restore("Bulk"))).toBe("409 RestoreAlreadyInProgress");
    expect((await restore("Expedited")).res.status).toBe(202);
    await server.clock.advance(3_600_000);
    expect((await client.get("cold")).content.toString()).toBe("x");
  });

  it("are the only objects that can be restored", async () => {
    await client.put("warm", body);
    expect(await refusal(client.restore("warm"))).toBe("400 OperationNotSupported");
    expect(await refusal(client.restore("a", { type: "ColdArchive", Days: 1 }))).toBe("400 MalformedXML");
  });
});
