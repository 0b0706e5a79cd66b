import { signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import { type OssCall, signOss } from "../../../adapters/aliyun/runtime/signing/oss.ts";
import { sendRequest } from "../../../adapters/shared/send-request.ts";
import type { Cloud } from "../cloud.ts";
import { type AliyunEndpoint, ask, call } from "./api.ts";
import { functions } from "./functions.ts";
import { messaging } from "./messaging.ts";
import { tables } from "./tables.ts";

/** Aliyun's own protocols, spoken for the real host names to an emulator with a key that is worth nothing. */
export function aliyunCloud(at: AliyunEndpoint): Cloud {
  return {
    ...storage(at),
    ...messaging(at),
    ...tables(at),
    ...functions(at),
    ...secrets(at),
    request: (url, request) => sendRequest(url, request, at.endpoint),
  };
}

function storage({ endpoint, region }: AliyunEndpoint): Pick<Cloud, "putObject" | "getObject"> {
  const object = (bucket: string, call: Pick<OssCall, "method" | "key" | "headers">): OssCall => ({
    host: `${bucket}.oss-${region}.aliyuncs.com`,
    region,
    bucket,
    ...call,
  });
  return {
    async putObject({ name }, key, body, contentType) {
      const put = object(name, {
        method: "PUT",
        key,
        headers: contentType === undefined ? {} : { "content-type": contentType },
      });
      await call(endpoint, `putting ${key}`, (by) => signOss(put, by), body);
    },
    async getObject({ name }, key) {
      const answer = await ask(endpoint, (by) => signOss(object(name, { method: "GET", key }), by));
      if (answer.status === 404) return undefined;
      if (answer.status < 300) return answer.body;
      throw new Error(`${key} was answered ${answer.status}: ${answer.body.toString("utf8")}`);
    },
  };
}

function secrets({ endpoint, region }: AliyunEndpoint): Pick<Cloud, "readSecret"> {
  const get = async (service: "oos" | "kms", action: string, version: string, query: Record<string, string>) => {
    const asked = { host: `${service}.${region}.aliyuncs.com`, action, version, query };
    const answer = await call(endpoint, action, (by) => signApi(asked, by));
    return JSON.parse(answer.body.toString("utf8"));
  };
  return {
    async readSecret({ id, name }) {
      if (id.startsWith("acs:kms:")) {
        return (await get("kms", "GetSecretValue", "2016-01-20", { SecretName: name })).SecretData;
      }
      const query = { RegionId: region, Name: name, WithDecryption: "true" };
      return (await get("oos", "GetSecretParameter", "2019-06-01", query)).Parameter.Value;
    },
  };
}
