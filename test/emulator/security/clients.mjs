// Calls one operation with each official client, with the secret of the environment. What they think of the answers
// doesn't matter: the emulator says whether they were signed right.
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(import.meta.url);
const {
  default: Fc,
  ListFunctionsRequest,
  CreateFunctionRequest,
  CreateFunctionInput,
} = require("@alicloud/fc20230330");
const { default: Ram, CreateRoleRequest } = require("@alicloud/ram20150501");
const { default: Kms, CreateSecretRequest } = require("@alicloud/kms20160120");
const { $OpenApiUtil } = require("@alicloud/openapi-core");
const { Config: RpcConfig } = require("@alicloud/rpc-client");
const { default: Sls, GetLogsV2Request, CreateProjectRequest } = require("@alicloud/sls20201230");
const Log = require("@alicloud/log");
const Mns = require("@alicloud/mns");
const Oss = require("ali-oss");
const TableStore = require("tablestore");
const { default: EventBridge, Config: EventBridgeConfig, CloudEvent } = require("@alicloud/eventbridge");

const { ACCESS_KEY_ID: accessKeyId, ACCESS_KEY_SECRET: accessKeySecret, SECURITY_TOKEN: securityToken } = process.env;
const keys = { accessKeyId, accessKeySecret };
const token = securityToken ? { securityToken } : {};
const config = (endpoint, extra = {}) =>
  new $OpenApiUtil.Config({ ...keys, ...token, endpoint, regionId: "cn-hangzhou", protocol: "https", ...extra });

const fc = new Fc(config("1234567890123456.cn-hangzhou.fc.aliyuncs.com"));
const ram = new Ram(config("ram.aliyuncs.com"));
const kms = new Kms(
  new RpcConfig({
    ...keys,
    ...token,
    regionId: "cn-hangzhou",
    endpoint: "kms.cn-hangzhou.aliyuncs.com",
    type: securityToken ? "sts" : "access_key",
  }),
);
const sls = new Sls(config("cn-hangzhou.log.aliyuncs.com"));
const sls4 = new Sls(config("cn-hangzhou.log.aliyuncs.com", { signatureVersion: "v4" }));
const log = new Log({ ...keys, ...token, region: "cn-hangzhou", use_https: true });
const mns = new Mns("1234567890123456", { ...keys, ...token, region: "cn-hangzhou", secure: true });
const ossOptions = {
  ...keys,
  ...(securityToken && { stsToken: securityToken }),
  region: "oss-cn-hangzhou",
  bucket: "a-bucket",
  secure: true,
  retryMax: 0,
};
const oss = new Oss(ossOptions);
const oss4 = new Oss({ ...ossOptions, authorizationV4: true });
const tables = new TableStore.Client({
  accessKeyId,
  secretAccessKey: accessKeySecret,
  ...token,
  endpoint: "https://an-instance.cn-hangzhou.ots.aliyuncs.com",
  instancename: "an-instance",
  maxRetries: 0,
});
const bridge = new EventBridge(
  new EventBridgeConfig({
    ...keys,
    ...token,
    endpoint: "1234567890123456.eventbridge.cn-hangzhou.aliyuncs.com",
    protocol: "https",
  }),
);

const KEY = "in/a b+c~'(ü)*!%.txt";

const calls = {
  "fc query": () => fc.listFunctions(new ListFunctionsRequest({ prefix: "a b*~ü", limit: 3 })),
  "fc body": () =>
    fc.createFunction(new CreateFunctionRequest({ body: new CreateFunctionInput({ functionName: "f" }) })),
  ram: () =>
    ram.createRole(new CreateRoleRequest({ roleName: "r", description: "ü *~'()", assumeRolePolicyDocument: "{}" })),
  kms: () => kms.createSecret(new CreateSecretRequest({ secretName: "s", secretData: "ü *~'()+&=", versionId: "v1" })),
  sls: () => sls.getLogsV2("a-project", "a-store", new GetLogsV2Request({ query: "a: *ü and b", from: 1, to: 2 })),
  "sls v4": () => sls4.createProject(new CreateProjectRequest({ projectName: "a-project", description: "ü" })),
  log: () => log.getLogs("a-project", "a-store", new Date(0), new Date(1), { query: "a: *ü" }),
  mns: () => mns.sendMessage("a-queue", { MessageBody: "ü" }),
  oss: () => oss.put(KEY, Buffer.from("text"), { headers: { "x-oss-meta-a": "b" } }),
  "oss query": () => oss.listV2({ prefix: "in/ü +", "max-keys": 5 }),
  "oss sub-resource": () => oss.getACL(KEY),
  "oss v4": () => oss4.put(KEY, Buffer.from("text"), { headers: { "x-oss-meta-a": "b" } }),
  "oss v4 query": () => oss4.listV2({ prefix: "in/ü +", "max-keys": 5 }),
  "oss v4 sub-resource": () => oss4.getACL(KEY),
  "oss address": () => fetch(oss.signatureUrl(KEY, { expires: 60 })),
  "oss v4 address": async () => fetch(await oss4.signatureUrlV4("GET", 60, undefined, KEY)),
  tablestore: () => tables.listTable({}),
  eventbridge: () =>
    bridge.putEvents([
      new CloudEvent({ id: "1", source: "a", type: "b", specversion: "1.0", data: Buffer.from("{}") }),
    ]),
};

for (const [name, call] of Object.entries(calls)) {
  console.log(name);
  try {
    await call();
  } catch (error) {
    if (process.env.VERBOSE) console.log(`  ${error.message}`);
  }
}
