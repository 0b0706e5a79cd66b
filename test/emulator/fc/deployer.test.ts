import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { createResourceManager } from "../../../offline/aliyun/services/resourcemanager/index.ts";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { ossClient, refusal } from "../oss/client.ts";
import { callRpc, codeOf } from "../support/call.ts";
import { ACCOUNT, Fc, type Stage, stage, zipOf } from "./harness.ts";

// Requests as Serverless Devs' deployer and its component fc3 send them.
let on: Stage;
beforeAll(async () => {
  on = await stage({
    strict: true,
    around: { ram: createRam, resourcemanager: createResourceManager, oss: createOss, sls: createSls },
  });
});
beforeEach(() => on.server.reset());
afterAll(() => on.server.stop());

const base = { functionName: "f", runtime: "nodejs20", handler: "index.handler" };
const create = (settings: object) =>
  on.client.createFunction(
    new Fc.CreateFunctionRequest({
      body: new Fc.CreateFunctionInput({ ...base, code: { zipFile: zipOf({ "index.js": "" }) }, ...settings }),
    }),
  );
const update = (settings: object) =>
  on.client.updateFunction("f", new Fc.UpdateFunctionRequest({ body: new Fc.UpdateFunctionInput(settings) }));
const read = async () => (await on.client.getFunction("f", new Fc.GetFunctionRequest({}))).body?.toMap() ?? {};

/** Each setting that can be taken away, with a value and in its empty form. */
const groups: Readonly<Record<string, readonly [set: object, empty: object]>> = {
  vpcConfig: [
    { vpcId: "vpc-1", vSwitchIds: ["vsw-1"], securityGroupId: "sg-1" },
    { vpcId: "", vSwitchIds: [], securityGroupId: "" },
  ],
  nasConfig: [
    { userId: 1, groupId: 1, mountPoints: [{ serverAddr: "a.nas.aliyuncs.com:/", mountDir: "/mnt" }] },
    { userId: 0, groupId: 0, mountPoints: [] },
  ],
  ossMountConfig: [{ mountPoints: [{ bucketName: "b", mountDir: "/mnt" }] }, { mountPoints: [] }],
  tracingConfig: [
    { type: "Jaeger", params: { endpoint: "http://a" } },
    { type: "", params: {} },
  ],
  customRuntimeConfig: [
    { command: ["./run"], args: [] },
    { command: [], args: [] },
  ],
  customContainerConfig: [{ image: "a/b:c" }, { image: "", command: [], entrypoint: [] }],
  customDNS: [{ nameServers: ["1.1.1.1"] }, { nameServers: [], searches: [], dnsOptions: [] }],
  gpuConfig: [
    { gpuType: "fc.gpu.tesla.1", gpuMemorySize: 16384 },
    { gpuType: "", gpuMemorySize: 0 },
  ],
  instanceLifecycleConfig: [{ initializer: { handler: "index.init", timeout: 3 } }, {}],
  environmentVariables: [{ A: "1" }, {}],
};

describe("empty settings", () => {
  it.each(Object.entries(groups))(
    "ignores %s in its empty form at creation and removes it at an update",
    async (name, both) => {
      const [set, empty] = both;
      await create({ [name]: empty });
      expect(await read()).not.toHaveProperty(name);
      await update({ [name]: set });
      expect(await read()).toHaveProperty(name);
      await update({ [name]: empty });
      expect(await read()).not.toHaveProperty(name);
    },
  );

  it("takes a logConfig with empty names for no logConfig", async () => {
    const empty = { enableInstanceMetrics: false, enableRequestMetrics: false, logBeginRule: "None" };
    await create({ logConfig: { ...empty, project: "", logstore: "" } });
    expect(await read()).not.toHaveProperty("logConfig");
  });

  it.each([
    ["logConfig", { project: "p", logstore: "" }],
    ["vpcConfig", { vpcId: "vpc-1", vSwitchIds: [], securityGroupId: "" }],
    ["gpuConfig", { gpuType: "fc.gpu.tesla.1", gpuMemorySize: 0 }],
  ])("refuses an incomplete %s", async (name, half) => {
    expect(await codeOf(create({ [name]: half }))).toBe("InvalidArgument");
  });
});

interface Place {
  readonly credentials: Record<"AccessKeyId" | "AccessKeySecret" | "SecurityToken", string>;
  readonly ossBucket: string;
  readonly objectName: string;
}

describe("a code package uploaded to Function Compute's own bucket", () => {
  /** As the client for the API of 2016 signs it. */
  async function askForPlace(secret = "offline") {
    const path = "/2016-08-15/tempBucketToken";
    const date = new Date().toUTCString();
    const text = `GET\n\n\n${date}\nx-fc-account-id:${ACCOUNT}\n${path}`;
    const signature = createHmac("sha256", secret).update(text).digest("base64");
    const headers = { date, "x-fc-account-id": ACCOUNT, authorization: `FC offline:${signature}` };
    const response = await fetch(`${on.server.url}${path}`, { headers });
    return { status: response.status, body: (await response.json()) as Place };
  }

  async function place() {
    const { body } = await askForPlace();
    const { AccessKeyId, AccessKeySecret, SecurityToken } = body.credentials;
    const keys = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, stsToken: SecurityToken };
    return { bucket: body.ossBucket, objectName: body.objectName, keys };
  }

  it("becomes the function's code", async () => {
    const { bucket, objectName, keys } = await place();
    const key = `${ACCOUNT}/${objectName}`;
    await ossClient(on.server.url, bucket, keys).put(key, Buffer.from(zipOf({ "index.js": "" }), "base64"));
    await create({ code: { ossBucketName: bucket, ossObjectName: key } });
    expect(Number((await read()).codeSize)).toBeGreaterThan(0);
  });

  it("is the only object that the temporary credentials can write", async () => {
    const { bucket, objectName, keys } = await place();
    const lent = ossClient(on.server.url, bucket, keys);
    const key = `${ACCOUNT}/${objectName}`;
    await lent.put(key, Buffer.from("x"));
    expect(await refusal(lent.put(`other/${objectName}`, Buffer.from("x")))).toBe("403 AccessDenied");
    expect(await refusal(lent.get(key))).toBe("403 AccessDenied");
    expect(await refusal(lent.delete(key))).toBe("403 AccessDenied");
    await ossClient(on.server.url).putBucket("mine");
    lent.useBucket("mine");
    expect(await refusal(lent.put(key, Buffer.from("x")))).toBe("403 AccessDenied");
  });

  it("is in a bucket that the account cannot see or change", async () => {
    const { bucket, objectName } = await place();
    const own = ossClient(on.server.url, bucket);
    const { buckets } = (await own.listBuckets({})) as unknown as { buckets?: { name: string }[] | null };
    expect(buckets ?? []).toEqual([]);
    expect(await refusal(own.put(`${ACCOUNT}/${objectName}`, Buffer.from("x")))).toBe("403 AccessDenied");
    expect(await refusal(own.deleteBucket(bucket))).toBe("403 AccessDenied");
  });

  it("is granted to signed requests only", async () => {
    expect(await askForPlace("wrong")).toMatchObject({ status: 400, body: { ErrorCode: "SignatureDoesNotMatch" } });
    const { status, body } = await fetch(`${on.server.url}/2016-08-15/services`).then(async (response) => ({
      status: response.status,
      body: (await response.json()) as object,
    }));
    expect({ status, body }).toMatchObject({ status: 404, body: { ErrorCode: "InvalidAction.NotFound" } });
  });
});

describe("system policies for the roles of triggers", () => {
  const ram = (action: string, query: Record<string, string>) => callRpc(on.server, "2015-05-01", action, query);
  const manager = (action: string, query: Record<string, string>) => callRpc(on.server, "2020-03-31", action, query);

  it.each([
    ["oss.aliyuncs.com", "AliyunOSSEventNotificationRolePolicy", "fc:InvokeFunction"],
    ["mns.aliyuncs.com", "AliyunMNSNotificationRolePolicy", "fc:InvokeFunction"],
    ["cdn.aliyuncs.com", "AliyunCDNEventNotificationRolePolicy", "fc:InvokeFunction"],
    ["log.aliyuncs.com", "AliyunLogETLRolePolicy", "log:PostLogStoreLogs"],
    ["ots.aliyuncs.com", "AliyunTableStoreStreamNotificationRolePolicy", "ots:BatchGet*"],
    ["fc.aliyuncs.com", "AliyunFCDefaultRolePolicy", "mns:SendMessage"],
  ])("give the role of %s the policy %s with %s", async (service, PolicyName, action) => {
    const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: [service] } }];
    const trust = JSON.stringify({ Version: "1", Statement });
    await ram("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust });
    await ram("AttachPolicyToRole", { RoleName: "r", PolicyName, PolicyType: "System" });
    const { DefaultPolicyVersion } = await ram("GetPolicy", { PolicyName, PolicyType: "System" });
    const { PolicyDocument } = DefaultPolicyVersion as { PolicyDocument: string };
    expect(JSON.parse(PolicyDocument).Statement[0].Action).toContain(action);
  });

  it("creates a service-linked role on request", async () => {
    const ServiceName = "fc.aliyuncs.com";
    expect(await manager("CheckServiceLinkedRoleExistence", { ServiceName })).toMatchObject({ Exists: false });
    await manager("CreateServiceLinkedRole", { ServiceName });
    expect(await manager("CheckServiceLinkedRoleExistence", { ServiceName })).toMatchObject({ Exists: true });
    expect(await manager("GetRole", { RoleName: "AliyunServiceRoleForFC" })).toMatchObject({
      Role: { IsServiceLinkedRole: true },
    });
  });
});

it("updates tags in the deployer's spelling", async () => {
  await create({ tags: [{ key: "team", value: "a" }] });
  const resourceId = [String((await read()).functionArn)];
  const body = { resourceId, resourceType: "FUNCTION", tag: [{ key: "team", value: "b" }] };
  await on.client.tagResources(new Fc.TagResourcesRequest({ body: body as never }));
  expect((await read()).tags).toEqual([{ Key: "team", Value: "b" }]);
  await on.client.untagResources(
    new Fc.UntagResourcesRequest({ resourceId, resourceType: "function", tagKey: ["team"] }),
  );
  expect(await read()).not.toHaveProperty("tags");
  const other = { resourceId, resourceType: "layer", tag: [{ key: "team", value: "b" }] };
  expect(await codeOf(on.client.tagResources(new Fc.TagResourcesRequest({ body: other as never })))).toBe(
    "InvalidArgument",
  );
});
