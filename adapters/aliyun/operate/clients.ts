import { Agent } from "node:http";
import { createConnection } from "node:net";
import type OSS from "ali-oss";
import { InternalError, UserError } from "../../../model/errors.ts";
import { lazy } from "../../../runtime/core/values.ts";
import type { Access } from "../../operate.ts";
import type { AliyunSettings } from "../settings.ts";
import { type Api, createApi, READ_MS } from "./api.ts";
import { credentialsOf, type Keys } from "./credentials.ts";
import { loadEventBridge, loadMns, loadOss, loadTablestore, type MnsClient, type TableClient } from "./require.ts";

/** Region and account of a resource, from its ARN. */
export interface ResourcePlace {
  readonly region: string;
  readonly account: string;
}

/** The vendor's clients, each made for what is asked when it is asked: temporary keys change. */
export interface Clients {
  /** The region and account of a resource. */
  place(id: string): ResourcePlace;
  readonly api: Api;
  oss(bucket: string, region: string): Promise<OSS>;
  tables(instance: string, region: string): Promise<TableClient>;
  mns(place: ResourcePlace): Promise<MnsClient>;
  putEvent(place: ResourcePlace, event: object): Promise<void>;
}

/** Milliseconds that large objects and packages may take. */
const TRANSFER_MS = 900_000;

export function createClients(access: Access, settings: AliyunSettings): Clients {
  const { endpoint, region } = access;
  const read = credentialsOf(access, settings);
  const keys = checkedKeys(read, settings.account, (signer) => createApi(signer, endpoint), region);
  const here = endpoint === undefined ? undefined : new URL(endpoint);
  const agent = lazy(() => agentTo(here));
  const scheme = here === undefined ? "https" : "http";
  return {
    place: (id) => placeOf(id, region),
    api: createApi(keys, endpoint),
    async oss(bucket, at) {
      const { accessKeyId, accessKeySecret, securityToken } = await keys();
      return new (loadOss())({
        ...{ accessKeyId, accessKeySecret, bucket, timeout: TRANSFER_MS },
        ...(securityToken !== undefined && {
          stsToken: securityToken,
          refreshSTSToken: async () => renewed(await keys()),
        }),
        ...{ region: `oss-${at}`, endpoint: `${scheme}://oss-${at}.aliyuncs.com`, secure: here === undefined },
        ...(here !== undefined && { agent: agent() }),
      });
    },
    async tables(instancename, at) {
      const { accessKeyId, accessKeySecret: secretAccessKey, securityToken: stsToken } = await keys();
      return new (loadTablestore().Client)({
        ...{ accessKeyId, secretAccessKey, stsToken, instancename, maxRetries: 3 },
        endpoint: `${scheme}://${instancename}.${at}.ots.aliyuncs.com`,
        ...(here !== undefined && { httpOptions: { agent: agent() } }),
      });
    },
    async mns({ account, region: at }) {
      const host = `${account}.mns.${at}.aliyuncs.com`;
      // The client takes no agent; a server on this machine finds the service's hostname in the path.
      const url = here === undefined ? `https://${host}` : `${here.origin}/${host}`;
      return new (loadMns())(account, { ...(await keys()), endpoint: url });
    },
    putEvent: async (place, event) => putEvent(await keys(), place, event, here),
  };
}

/** As the client of OSS, which may live longer than temporary keys, asks for new ones. */
const renewed = ({ accessKeyId, accessKeySecret, securityToken = "" }: Keys) => ({
  ...{ accessKeyId, accessKeySecret, stsToken: securityToken },
});

/** `acs:fc:cn-hangzhou:1234567890123456:functions/name` -> its region and account. */
function placeOf(id: string, fallback: string | undefined): ResourcePlace {
  const [prefix, , region = "", account = ""] = id.split(":");
  if (prefix !== "acs") throw new InternalError(`"${id}" is not an ARN of Aliyun.`);
  const known = region === "" || region === "*" ? fallback : region;
  if (known !== undefined) return { region: known, account };
  throw new InternalError(`Nothing says in which region ${id} is.`);
}

/** Connections to the server on this machine, whichever hostname a request is for: the server finds it in Host. */
export function agentTo(here: URL | undefined): Agent {
  const agent = new Agent();
  if (here === undefined) return agent;
  const to = { host: here.hostname.replace(/^\[|\]$/g, ""), port: Number(here.port || 80) };
  return Object.assign(agent, { createConnection: () => createConnection(to) });
}

/** The keys, once their account is the one that the settings allow. */
function checkedKeys(
  read: () => Promise<Keys>,
  wanted: string | undefined,
  apiFor: (keys: () => Promise<Keys>) => Api,
  region = "cn-hangzhou",
): () => Promise<Keys> {
  if (wanted === undefined) return read;
  const check = lazy(async () => {
    const { json } = await apiFor(read).call({ product: "sts", region, action: "GetCallerIdentity" });
    const { AccountId: found } = json() as { AccountId?: string };
    if (found === wanted) return;
    throw new UserError(
      `The credentials are of the account ${found}, but the stack may only use ${wanted}.`,
      "Use credentials of that account, or correct the setting account.",
    );
  });
  return async () => {
    await check();
    return read();
  };
}

/** https://www.alibabacloud.com/help/en/eventbridge/developer-reference/putevents */
async function putEvent(keys: Keys, { account, region }: ResourcePlace, event: object, here: URL | undefined) {
  const { default: Client, Config, CloudEvent } = loadEventBridge();
  const client = new Client(
    new Config({
      ...{ ...keys, regionId: region },
      endpoint: here?.host ?? `${account}.eventbridge.${region}.aliyuncs.com`,
      protocol: here === undefined ? "HTTPS" : "HTTP",
      ...{ readTimeout: READ_MS, connectTimeout: READ_MS },
    }),
  );
  const { failedEntryCount, entryList = [] } = await client.putEvents([new CloudEvent(event)]);
  if (!failedEntryCount) return;
  const [{ errorCode, errorMessage } = {}] = entryList;
  throw Object.assign(new Error(`${errorMessage}`), { code: errorCode });
}
