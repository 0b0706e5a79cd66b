import { partOfArn } from "../../../adapters/aliyun/arns.ts";
import { agentTo } from "../../../adapters/aliyun/operate/clients.ts";
import { readFields, readText, Writer } from "../../../adapters/aliyun/runtime/wire.ts";
import type { Place } from "../../../offline/drivers/cloud.ts";
import type { OfflineEndpoint } from "../../../offline/drivers/operator.ts";
import { createTableClient } from "../../../offline/plugins/alicloud/ots/client.ts";
import type { OssClient } from "../../emulator/oss/client.ts";
import { logstoreOf } from "./aliyun-answers.ts";
import { ACCOUNT, ossOf, rpc } from "./aliyun-api.ts";
import type { Keys } from "./cloud.ts";

interface KeyAnswer {
  readonly KeyMetadata: { readonly KeyId: string; readonly RotationInterval?: string };
}

/** Aliyun's keys, and what its services say of the one that they use. */
export function keys(at: OfflineEndpoint): Keys {
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
      const headers = {
        "x-oss-server-side-encryption": "KMS",
        "x-oss-server-side-encryption-key-id": encryptionKey,
      };
      await (await ossOf(at, bucket)).put(key, Buffer.from(body), { headers });
    },
    async keyRotation({ id }) {
      const answer = await rpc(at, "kms", "DescribeKey", { KeyId: partOfArn(id, "key") ?? "" });
      const { RotationInterval } = (answer as KeyAnswer).KeyMetadata;
      return RotationInterval === undefined ? undefined : Number(RotationInterval.replace(/s$/, ""));
    },
  };
}

/** By the name of the service in ARNs. */
const ANSWERS: Readonly<Record<string, (at: OfflineEndpoint, resource: Place) => Promise<string | undefined>>> = {
  async oss(at, { name }) {
    const { encryption } = await ((await ossOf(at, name)) as OssClient).getBucketEncryption(name);
    return encryption.KMSMasterKeyID;
  },
  async mns(at, { name: QueueName }) {
    const { Data } = (await rpc(at, "mns", "GetQueueAttributes", { QueueName })) as { Data: { KmsKeyId?: string } };
    return Data.KmsKeyId;
  },
  async log(at, { id }) {
    const { encrypt_conf } = await logstoreOf(at, id);
    return encrypt_conf?.user_cmk_info?.cmk_key_id;
  },
  ots: tableKey,
  async oos(at, { name: Name }) {
    const answer = await rpc(at, "oos", "GetSecretParameter", { RegionId: at.region, Name });
    return (answer as { Parameter: { KeyId?: string } }).Parameter.KeyId;
  },
};

/** `sse_details.key_id` of Tablestore's description of a table, which the vendor's client does not read. */
async function tableKey({ endpoint, region }: OfflineEndpoint, { id, name }: Place): Promise<string> {
  const owner = { accessKeyId: "offline", accessKeySecret: "offline", account: ACCOUNT, region };
  const client = createTableClient(owner, partOfArn(id, "instance") ?? "", agentTo(new URL(endpoint)));
  const answer = await client.send("/DescribeTable", new Writer().bytes(1, name).finish());
  const field = (message: Uint8Array, wanted: number): Uint8Array =>
    [...readFields(message)].find((one) => one.field === wanted)?.bytes ?? new Uint8Array();
  return readText(field(field(new Uint8Array(answer), 7), 3));
}
