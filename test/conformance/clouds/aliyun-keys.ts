import { signOss } from "../../../adapters/aliyun/runtime/signing/oss.ts";
import { signOts } from "../../../adapters/aliyun/runtime/signing/ots.ts";
import { readFields, readText, Writer } from "../../../adapters/aliyun/runtime/wire.ts";
import { type AliyunEndpoint, call, partOf } from "../../../offline/drivers/aliyun/api.ts";
import type { Place } from "../../../offline/drivers/cloud.ts";
import { textOf } from "../../../runtime/core/xml.ts";
import { logstore, ofBucket, rpc } from "./aliyun-answers.ts";
import type { Keys } from "./cloud.ts";

interface KeyAnswer {
  readonly KeyMetadata: { readonly KeyId: string; readonly RotationInterval?: string };
}

/** Aliyun's keys, and what its services say of the one that they use. */
export function keys(at: AliyunEndpoint): Keys {
  return {
    async createKey() {
      // Tables and logstores take keys of an instance alone.
      const answer = await rpc(at, "kms", "CreateKey", { DKMSInstanceId: "kst-proof" });
      return (answer as KeyAnswer).KeyMetadata.KeyId;
    },
    async encryptionKey(resource) {
      const [, service = ""] = resource.id.split(":");
      const ask = ANSWERS[service];
      if (ask === undefined) throw new Error(`${resource.id} is of a service that has no key here`);
      return (await ask(at, resource)) || undefined;
    },
    async putSealed({ name: bucket }, key, body, encryptionKey) {
      const { endpoint, region } = at;
      const headers = {
        "x-oss-server-side-encryption": "KMS",
        "x-oss-server-side-encryption-key-id": encryptionKey,
      };
      const put = { host: `${bucket}.oss-${region}.aliyuncs.com`, region, bucket, method: "PUT", key, headers };
      await call(endpoint, `putting ${key}`, (by) => signOss(put, by), Buffer.from(body));
    },
    async keyRotation({ id }) {
      const answer = await rpc(at, "kms", "DescribeKey", { KeyId: partOf(id, "key") });
      const { RotationInterval } = (answer as KeyAnswer).KeyMetadata;
      return RotationInterval === undefined ? undefined : Number(RotationInterval.replace(/s$/, ""));
    },
  };
}

/** By the name of the service in ARNs. */
const ANSWERS: Readonly<Record<string, (at: AliyunEndpoint, resource: Place) => Promise<string | undefined>>> = {
  oss: async (at, { name }) => textOf(await ofBucket(at, name, "encryption"), "KMSMasterKeyID"),
  async mns(at, { name: QueueName }) {
    const { Data } = (await rpc(at, "mns", "GetQueueAttributes", { QueueName })) as { Data: { KmsKeyId?: string } };
    return Data.KmsKeyId;
  },
  async log(at, { id }) {
    const { encrypt_conf } = await logstore(at, partOf(id, "project"), partOf(id, "logstore"));
    return encrypt_conf?.user_cmk_info?.cmk_key_id;
  },
  ots: tableKey,
  async oos(at, { name: Name }) {
    const answer = await rpc(at, "oos", "GetSecretParameter", { RegionId: at.region, Name });
    return (answer as { Parameter: { KeyId?: string } }).Parameter.KeyId;
  },
};

/** `sse_details.key_id` of Tablestore's description of a table. */
async function tableKey({ endpoint, region }: AliyunEndpoint, { id, name }: Place): Promise<string> {
  const instance = partOf(id, "instance");
  const body = new Writer().bytes(1, name).finish();
  const given = { host: `${instance}.${region}.ots.aliyuncs.com`, instance, operation: "DescribeTable", body };
  const answer = await call(endpoint, `the table ${name}`, (by) => signOts(given, by));
  const field = (message: Uint8Array, wanted: number): Uint8Array =>
    [...readFields(message)].find((one) => one.field === wanted)?.bytes ?? new Uint8Array();
  return readText(field(field(new Uint8Array(answer.body), 7), 3));
}
