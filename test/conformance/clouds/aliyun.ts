import { signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import { signMns } from "../../../adapters/aliyun/runtime/signing/mns.ts";
import { type OssCall, signOss } from "../../../adapters/aliyun/runtime/signing/oss.ts";
import { sendRequest } from "../../../adapters/shared/send-request.ts";
import { ACCOUNT, type AliyunEndpoint, call } from "../../../offline/drivers/aliyun/api.ts";
import { aliyunCloud } from "../../../offline/drivers/aliyun/cloud.ts";
import type { Place } from "../../../offline/drivers/cloud.ts";
import { elements, escapeXml, textOf } from "../../../runtime/core/xml.ts";
import { answers, type FcCall, fc, json, rpc } from "./aliyun-answers.ts";
import { keys } from "./aliyun-keys.ts";
import type { ConformanceCloud, Invoked } from "./cloud.ts";

/** Aliyun's own protocols, as the conformance suite speaks them. */
export function aliyunConformance(at: AliyunEndpoint): ConformanceCloud {
  return {
    ...{ ...aliyunCloud(at), names },
    ...{ ...calls(at), ...storage(at), ...requests(at), ...answers(at), ...keys(at) },
  };
}

const names: ConformanceCloud["names"] = {
  cloud: "aliyun",
  image: "registry-vpc.cn-hangzhou.aliyuncs.com/proof/proof:1",
  network: { id: "vpc-bp1a2b3c", subnets: ["vsw-bp1a2b3c"], securityGroups: ["sg-bp1a2b3c"] },
  fileSystem: "0123abc-xyz.cn-hangzhou.nas.aliyuncs.com:/data",
  certificate: "12345-cn-hangzhou",
};

type Calls = Pick<ConformanceCloud, "invoke" | "invokeAsync" | "newestVersion" | "publishLayer">;

function calls(at: AliyunEndpoint): Calls {
  const invoke = (fn: Place, payload: unknown, how: Pick<FcCall, "query" | "headers">) =>
    fc(at, "InvokeFunction", {
      ...{ method: "POST", path: `functions/${fn.name}/invocations`, body: JSON.stringify(payload) },
      ...how,
    });
  return {
    async invoke(fn, payload, qualifier): Promise<Invoked> {
      const answer = await invoke(fn, payload, { query: qualifier === undefined ? {} : { qualifier } });
      if (answer.status >= 400) return { answer: undefined, refused: (json(answer) as { Code: string }).Code };
      const error = answer.headers["x-fc-error-type"];
      return { answer: json(answer), ...(error !== undefined && { error: String(error) }) };
    },
    async invokeAsync(fn, payload) {
      const { status, body } = await invoke(fn, payload, { headers: { "x-fc-invocation-type": "Async" } });
      if (status !== 202) throw new Error(`an asynchronous call was answered ${status}: ${body.toString("utf8")}`);
    },
    async newestVersion(fn) {
      const query = { direction: "BACKWARD" };
      const answer = await fc(at, "ListFunctionVersions", { path: `functions/${fn.name}/versions`, query });
      return (json(answer) as { versions: { versionId: string }[] }).versions[0]?.versionId ?? "";
    },
    async publishLayer(name, zip) {
      const body = JSON.stringify({
        compatibleRuntime: ["nodejs20"],
        code: { zipFile: Buffer.from(zip).toString("base64") },
      });
      const answer = await fc(at, "CreateLayerVersion", { method: "POST", path: `layers/${name}/versions`, body });
      return (json(answer) as { layerVersionArn: string }).layerVersionArn;
    },
  };
}

type Storage = Pick<ConformanceCloud, "sendMessageWith" | "deleteObject" | "objectVersions">;

function storage({ endpoint, region }: AliyunEndpoint): Storage {
  const oss = (bucket: Place, given: Pick<OssCall, "method" | "key" | "query">): OssCall => ({
    host: `${bucket.name}.oss-${region}.aliyuncs.com`,
    ...{ region, bucket: bucket.name },
    ...given,
  });
  return {
    async sendMessageWith({ name }, text, { group, delaySeconds }) {
      const body = [
        '<Message xmlns="http://mns.aliyuncs.com/doc/v1/">',
        `<MessageBody>${escapeXml(text)}</MessageBody>`,
        group === undefined ? "" : `<MessageGroupId>${escapeXml(group)}</MessageGroupId>`,
        delaySeconds === undefined ? "" : `<DelaySeconds>${delaySeconds}</DelaySeconds>`,
        "</Message>",
      ].join("");
      const send = {
        host: `${ACCOUNT}.mns.${region}.aliyuncs.com`,
        ...{ method: "POST", resource: `/queues/${name}/messages`, body },
      };
      await call(endpoint, `a message to ${name}`, (by) => signMns(send, by));
    },
    async deleteObject(bucket, key) {
      await call(endpoint, `deleting ${key}`, (by) => signOss(oss(bucket, { method: "DELETE", key }), by));
    },
    async objectVersions(bucket, key) {
      const list = oss(bucket, { method: "GET", query: { versions: "", prefix: key } });
      const { body } = await call(endpoint, `the versions of ${key}`, (by) => signOss(list, by));
      return elements(body.toString("utf8"), "Version").filter((version) => textOf(version, "Key") === key).length;
    },
  };
}

type Requests = Pick<ConformanceCloud, "signedRequest" | "mayInvoke" | "pass">;

/** Requests that a signature or a role stands behind, and the emulator's own. */
function requests(at: AliyunEndpoint): Requests {
  return {
    async signedRequest(url, { method = "GET", headers = {}, body = "" } = {}) {
      const { host, pathname, searchParams } = new URL(url);
      const query = Object.fromEntries(searchParams);
      const given = { host, method, path: pathname, query, action: "", version: "", headers, body: String(body) };
      const [, init] = signApi(given, { accessKeyId: "offline", accessKeySecret: "offline", securityToken: "" });
      const signed = init.headers as Record<string, string>;
      return sendRequest(url, { method, headers: signed, ...(body !== "" && { body }) }, at.endpoint);
    },
    async mayInvoke(fn, account) {
      // The role that was made for the invoker, and whom it trusts.
      const { Roles } = (await rpc(at, "ram", "ListRoles", { MaxItems: "1000" })) as {
        Roles: { Role: { RoleName: string }[] };
      };
      const found = Roles.Role.find(({ RoleName }) => RoleName.startsWith(`${fn.name}-invoker-`));
      if (!found) return false;
      const { Role } = (await rpc(at, "ram", "GetRole", { RoleName: found.RoleName })) as {
        Role: { AssumeRolePolicyDocument: string };
      };
      return Role.AssumeRolePolicyDocument.includes(`acs:ram::${account}:root`);
    },
    async pass(milliseconds) {
      const answer = await fetch(new URL("/_polyfn/clock", at.endpoint), {
        method: "POST",
        body: JSON.stringify({ advance: `${milliseconds}ms` }),
      });
      if (!answer.ok) throw new Error(`the clock does not move: ${answer.status} ${await answer.text()}`);
    },
  };
}
