// One user's program with the vendor's clients for Node.js, as written for the real cloud: it prints what it saw as one
// line of JSON.
//
// ENDPOINT           address of the emulator, for clients with an endpoint setting; without it the real host names are used
// ACCESS_KEY_SECRET  default: offline
import { request as http } from "node:http";
import { createRequire } from "node:module";
import process from "node:process";
import { Readable } from "node:stream";
import { strToU8, zipSync } from "fflate";

const require = createRequire(import.meta.url);
const Fc = require("@alicloud/fc20230330");
const { $OpenApiUtil } = require("@alicloud/openapi-core");
const Kms = require("@alicloud/kms20160120");
const EventBridge = require("@alicloud/eventbridge");
const Log = require("@alicloud/log");
const Mns = require("@alicloud/mns");
const Oss = require("ali-oss");
const Ram = require("@alicloud/ram20150501");
const { Config: RpcConfig } = require("@alicloud/rpc-client");
const Sls = require("@alicloud/sls20201230");
const Sts = require("@alicloud/sts20150401");
const TableStore = require("tablestore");
const Instances = require("@alicloud/tablestore20201209");

const { ENDPOINT: plain, ACCESS_KEY_SECRET: accessKeySecret = "offline" } = process.env;
const name = `node-client-${plain ? "plain" : "real"}`;
const keys = { accessKeyId: "offline", accessKeySecret };
const regionId = "cn-hangzhou";
const address = (host) =>
  plain ? { endpoint: new URL(plain).host, protocol: "http" } : { endpoint: host, protocol: "https" };
const config = (host) => new $OpenApiUtil.Config({ ...keys, regionId, ...address(host) });
const code = (says) =>
  new Fc.InputCodeLocation({
    zipFile: Buffer.from(zipSync({ "index.js": strToU8(`exports.handler = async (event) => ${says};`) })).toString(
      "base64",
    ),
  });
const codeOf = (call) =>
  call.then(
    () => "none",
    (error) => error.code ?? error.name,
  );

const fc = new Fc.default(config("fcv3.cn-hangzhou.aliyuncs.com"));

async function invoke(text, { qualifier, ...headers } = {}) {
  const request = new Fc.InvokeFunctionRequest({ body: Readable.from([Buffer.from(text)]), qualifier });
  const answer = await fc.invokeFunctionWithOptions(name, request, new Fc.InvokeFunctionHeaders(headers), {});
  const chunks = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return { status: answer.statusCode, text: Buffer.concat(chunks).toString() };
}

/** A request to a function's address, with the host's name in it, whichever way it is reached. */
function visit(url, method) {
  const { hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const target = plain ? { port: new URL(plain).port, host: "127.0.0.1" } : { port: 80, host: hostname };
    const sent = http({ ...target, path: "/a?b=c", method, headers: { host: hostname } }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve([answer.statusCode, Buffer.concat(chunks).toString()]);
    });
    sent.on("error", reject).end();
  });
}

async function functions() {
  const body = { functionName: name, runtime: "nodejs20", handler: "index.handler", timeout: 20 };
  await fc.createFunction(
    new Fc.CreateFunctionRequest({ body: new Fc.CreateFunctionInput({ ...body, code: code("'one ' + event") }) }),
  );
  const invoked = await invoke("ü");
  const accepted = await invoke("later", { xFcInvocationType: "Async" });
  const { body: version } = await fc.publishFunctionVersion(
    name,
    new Fc.PublishFunctionVersionRequest({ body: new Fc.PublishVersionInput({}) }),
  );
  await fc.createAlias(
    name,
    new Fc.CreateAliasRequest({ body: new Fc.CreateAliasInput({ aliasName: "live", versionId: version.versionId }) }),
  );
  await fc.updateFunction(
    name,
    new Fc.UpdateFunctionRequest({
      body: new Fc.UpdateFunctionInput({ code: code("'two ' + JSON.parse(event).rawPath") }),
    }),
  );
  const old = await invoke("x", { qualifier: "live" });
  const { body: trigger } = await fc.createTrigger(
    name,
    new Fc.CreateTriggerRequest({
      body: new Fc.CreateTriggerInput({
        triggerName: "web",
        triggerType: "http",
        triggerConfig: JSON.stringify({ authType: "anonymous", methods: ["GET"] }),
      }),
    }),
  );
  const visited = await visit(trigger.httpTrigger.urlInternet, "GET");
  await fc.deleteTrigger(name, "web");
  await fc.deleteAlias(name, "live");
  await fc.deleteFunctionVersion(name, version.versionId);
  await fc.deleteFunction(name);
  const gone = await codeOf(fc.getFunction(name, new Fc.GetFunctionRequest({})));
  return { invoked, accepted: accepted.status, old: old.text, visited, gone };
}

async function objects() {
  const endpoint = plain ?? "https://oss-cn-hangzhou.aliyuncs.com";
  const oss = new Oss({ ...keys, endpoint, bucket: name, region: "oss-cn-hangzhou", authorizationV4: true });
  await oss.putBucket(name);
  await oss.put("in/ü.txt", Buffer.from("hällo"));
  const got = (await oss.get("in/ü.txt")).content.toString();
  // The client signs no address of a machine without a name.
  const signed = plain ? "" : await (await fetch(await oss.signatureUrlV4("GET", 60, undefined, "in/ü.txt"))).text();
  await oss.delete("in/ü.txt");
  await oss.deleteBucket(name);
  return { got, signed, gone: await codeOf(oss.get("in/ü.txt")) };
}

async function messages() {
  const mns = new Mns("1234567890123456", {
    ...keys,
    region: regionId,
    ...(plain ? { endpoint: plain } : { secure: true }),
  });
  await mns.createQueue(name);
  await mns.sendMessage(name, { MessageBody: "hällo" });
  const { body } = await mns.receiveMessage(name, 5);
  await mns.deleteMessage(name, body.ReceiptHandle);
  await mns.deleteQueue(name);
  return { received: body.MessageBody, gone: await codeOf(mns.getQueueAttributes(name)) };
}

/** A project is a part of the host's name, so these clients are for the real ones. */
async function logs() {
  if (plain) return "for the real host names";
  const sls = new Sls.default(config("cn-hangzhou.log.aliyuncs.com"));
  const log = new Log({ ...keys, region: regionId, use_https: true });
  await sls.createProject(new Sls.CreateProjectRequest({ projectName: name, description: "d" }));
  await sls.createLogStore(name, new Sls.CreateLogStoreRequest({ logstoreName: "entries", ttl: 1, shardCount: 1 }));
  await log.createIndex(name, "entries", { line: { token: [" "], caseSensitive: false } });
  const timestamp = Math.floor(Date.now() / 1000);
  await log.postLogStoreLogs(name, "entries", { logs: [{ timestamp, content: { level: "warn", text: "hällo" } }] });
  const period = [timestamp - 60, timestamp + 60];
  const found = await log.getLogs(name, "entries", ...period.map((second) => new Date(second * 1000)), {
    query: "warn",
  });
  const [from, to] = period;
  const again = await sls.getLogsV2(name, "entries", new Sls.GetLogsV2Request({ from, to, query: "warn" }));
  await sls.deleteLogStore(name, "entries");
  await sls.deleteProject(name, new Sls.DeleteProjectRequest({}));
  return {
    found: found.map(({ text }) => text),
    again: again.body.data.map(({ text }) => text),
    gone: await codeOf(sls.getProject(name)),
  };
}

async function rows() {
  const instancename = plain ? "node-plain" : "node-real";
  const control = new Instances.default(config("tablestore.cn-hangzhou.aliyuncs.com"));
  await control.createInstance(new Instances.CreateInstanceRequest({ instanceName: instancename, clusterType: "SSD" }));
  const endpoint = plain ?? `https://${instancename}.cn-hangzhou.ots.aliyuncs.com`;
  const tables = new TableStore.Client({
    accessKeyId: keys.accessKeyId,
    secretAccessKey: accessKeySecret,
    endpoint,
    instancename,
    maxRetries: 0,
  });
  const tableName = "things";
  await tables.createTable({
    tableMeta: { tableName, primaryKey: [{ name: "id", type: "STRING" }] },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
  });
  const primaryKey = [{ id: "a" }];
  const condition = new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null);
  await tables.putRow({ tableName, condition, primaryKey, attributeColumns: [{ name: "ü" }] });
  const { row } = await tables.getRow({ tableName, primaryKey, maxVersions: 1 });
  await tables.deleteRow({ tableName, condition, primaryKey });
  const after = await tables.getRow({ tableName, primaryKey, maxVersions: 1 });
  await tables.deleteTable({ tableName });
  await control.deleteInstance(new Instances.DeleteInstanceRequest({ instanceName: instancename }));
  return { read: row.attributes[0].columnValue, left: after.row.primaryKey?.length ?? 0 };
}

async function events() {
  const host = "1234567890123456.eventbridge.cn-hangzhou.aliyuncs.com";
  const bridge = new EventBridge.default(new EventBridge.Config({ ...keys, ...address(host) }));
  await bridge.createEventBus(new EventBridge.CreateEventBusRequest({ eventBusName: name }));
  const event = { id: "1", source: "shop", type: "made", specversion: "1.0", data: Buffer.from("{}") };
  const put = await bridge.putEvents([
    new EventBridge.CloudEvent({ ...event, extensions: { aliyuneventbusname: name } }),
  ]);
  await bridge.deleteEventBus(new EventBridge.DeleteEventBusRequest({ eventBusName: name }));
  return { failed: put.failedEntryCount };
}

async function identities() {
  const ram = new Ram.default(config("ram.aliyuncs.com"));
  const sts = new Sts.default(config("sts.cn-hangzhou.aliyuncs.com"));
  const trust = {
    Version: "1",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { RAM: ["acs:ram::1234567890123456:root"] } }],
  };
  await ram.createRole(new Ram.CreateRoleRequest({ roleName: name, assumeRolePolicyDocument: JSON.stringify(trust) }));
  const assumed = await sts.assumeRole(
    new Sts.AssumeRoleRequest({ roleArn: `acs:ram::1234567890123456:role/${name}`, roleSessionName: "story" }),
  );
  const { accessKeyId, accessKeySecret: secret, securityToken } = assumed.body.credentials;
  const role = new Sts.default(
    new $OpenApiUtil.Config({
      accessKeyId,
      accessKeySecret: secret,
      securityToken,
      regionId,
      ...address("sts.cn-hangzhou.aliyuncs.com"),
    }),
  );
  const who = (await role.getCallerIdentity()).body.arn;
  const refused = await codeOf(
    new Fc.default(
      new $OpenApiUtil.Config({
        accessKeyId,
        accessKeySecret: secret,
        securityToken,
        regionId,
        ...address("fcv3.cn-hangzhou.aliyuncs.com"),
      }),
    ).listFunctions(new Fc.ListFunctionsRequest({})),
  );
  await ram.deleteRole(new Ram.DeleteRoleRequest({ roleName: name }));
  return { who, refused };
}

async function secrets() {
  const kms = new Kms.default(
    new RpcConfig({ ...keys, regionId, type: "access_key", ...address("kms.cn-hangzhou.aliyuncs.com") }),
  );
  await kms.createSecret(new Kms.CreateSecretRequest({ secretName: name, secretData: "hidden", versionId: "v1" }));
  const { secretData } = await kms.getSecretValue(new Kms.GetSecretValueRequest({ secretName: name }));
  await kms.deleteSecret(new Kms.DeleteSecretRequest({ secretName: name, forceDeleteWithoutRecovery: "true" }));
  return { read: secretData };
}

const parts = { functions, objects, messages, logs, rows, events, identities, secrets };
const seen = {};
for (const [part, run] of Object.entries(parts)) {
  seen[part] = accessKeySecret === "offline" ? await run() : await codeOf(run());
}
console.log(JSON.stringify(seen));
