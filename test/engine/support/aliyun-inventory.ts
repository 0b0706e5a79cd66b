import { signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import { signMns } from "../../../adapters/aliyun/runtime/signing/mns.ts";
import { signOts } from "../../../adapters/aliyun/runtime/signing/ots.ts";
import { signSls } from "../../../adapters/aliyun/runtime/signing/sls.ts";
import { readFields, readText } from "../../../adapters/aliyun/runtime/wire.ts";
import { ACCOUNT, type AliyunEndpoint, call, type Sign } from "../../../offline/drivers/aliyun/api.ts";
import { elements } from "../../../runtime/core/xml.ts";
import { ossClient } from "../../emulator/oss/client.ts";

type Lists = Readonly<Record<string, () => Promise<string[]>>>;
type Item = Readonly<Record<string, unknown>>;

/** Built-in resources of an account. Service-linked roles outlive the stacks that created them. */
const BUILT_IN = [/^bus default$/, /^role AliyunServiceRole/];

/** Lists everything on the emulator, service by service, as `inventory` does for AWS: "queue media-jobs". */
export async function aliyunInventory(at: AliyunEndpoint): Promise<string[]> {
  const lists: Lists = { ...identity(at), ...computing(at), ...messaging(at), ...storing(at), ...secrets(at) };
  const found = await Promise.all(
    Object.entries(lists).map(async ([kind, list]) => (await list()).map((name) => `${kind} ${name}`)),
  );
  return found
    .flat()
    .filter((entry) => !BUILT_IN.some((pattern) => pattern.test(entry)))
    .sort();
}

const answerOf = async ({ endpoint }: AliyunEndpoint, what: string, sign: Sign): Promise<string> =>
  (await call(endpoint, what, sign)).body.toString("utf8");

interface Question {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** The items of the list at this path of a response. */
async function items(at: AliyunEndpoint, question: Question, ...path: string[]): Promise<Item[]> {
  const answer: unknown = JSON.parse(await answerOf(at, question.action, (by) => signApi(question, by)));
  const list = path.reduce((inside, name) => (inside as Item | undefined)?.[name], answer);
  if (!Array.isArray(list)) throw new Error(`${question.action} has no ${path.join(".")}: ${JSON.stringify(answer)}`);
  return list as Item[];
}

const texts = (list: readonly Item[], name: string): string[] => list.map((item) => String(item[name]));

function identity(at: AliyunEndpoint): Lists {
  const ram = { host: "ram.aliyuncs.com", version: "2015-05-01" };
  const many = { MaxItems: "1000" };
  return {
    role: async () => texts(await items(at, { ...ram, action: "ListRoles", query: many }, "Roles", "Role"), "RoleName"),
    policy: async () => {
      const query = { ...many, PolicyType: "Custom" };
      return texts(await items(at, { ...ram, action: "ListPolicies", query }, "Policies", "Policy"), "PolicyName");
    },
    user: async () => texts(await items(at, { ...ram, action: "ListUsers", query: many }, "Users", "User"), "UserName"),
  };
}

function computing(at: AliyunEndpoint): Lists {
  const host = `${ACCOUNT}.${at.region}.fc.aliyuncs.com`;
  const list = (action: string, path: string, field: string) => {
    const query = { limit: "100" };
    return items(at, { host, version: "2023-03-30", method: "GET", path: `/2023-03-30/${path}`, action, query }, field);
  };
  return {
    function: async () => texts(await list("ListFunctions", "functions", "functions"), "functionName"),
    domain: async () => texts(await list("ListCustomDomains", "custom-domains", "customDomains"), "domainName"),
    layer: async () => texts(await list("ListLayers", "layers", "layers"), "layerName"),
  };
}

function messaging(at: AliyunEndpoint): Lists {
  const mns = async (kind: "queues" | "topics", address: string): Promise<string[]> => {
    const host = `${ACCOUNT}.mns.${at.region}.aliyuncs.com`;
    const xml = await answerOf(at, kind, (by) => signMns({ host, method: "GET", resource: `/${kind}` }, by));
    return elements(xml, address).map((url) => url.slice(url.lastIndexOf("/") + 1));
  };
  const eventbridge = (action: string, field: string, query: Record<string, string>) => {
    const host = `eventbridge-console.${at.region}.aliyuncs.com`;
    return items(at, { host, version: "2020-04-01", action, query: { Limit: "100", ...query } }, "Data", field);
  };
  const buses = async () => texts(await eventbridge("ListEventBuses", "EventBuses", {}), "EventBusName");
  const rules = async (bus: string) =>
    texts(await eventbridge("ListRules", "Rules", { EventBusName: bus }), "RuleName");
  return {
    queue: () => mns("queues", "QueueURL"),
    topic: () => mns("topics", "TopicURL"),
    bus: buses,
    rule: async () => (await Promise.all((await buses()).map(rules))).flat(),
  };
}

function storing(at: AliyunEndpoint): Lists {
  const { region } = at;
  const instances = async () => {
    const tablestore = { host: `tablestore.${region}.aliyuncs.com`, version: "2020-12-09", method: "GET" };
    const path = "/v2/openapi/listinstances";
    return texts(await items(at, { ...tablestore, action: "ListInstances", path }, "Instances"), "InstanceName");
  };
  const tables = async (instance: string): Promise<string[]> => {
    const given = { host: `${instance}.${region}.ots.aliyuncs.com`, instance, operation: "ListTable" };
    const { body } = await call(at.endpoint, "ListTable", (by) => signOts({ ...given, body: new Uint8Array() }, by));
    return [...readFields(new Uint8Array(body))].flatMap(({ field, bytes }) => (field === 1 ? [readText(bytes)] : []));
  };
  return {
    bucket: async () => {
      // The response is an object, or null when there are none, whatever the client's types say.
      const answer: unknown = await ossClient(at.endpoint).listBuckets({ "max-keys": 100 });
      return texts((answer as { buckets: Item[] | null }).buckets ?? [], "name");
    },
    project: async () => {
      const list = { host: `${region}.log.aliyuncs.com`, method: "GET", path: "/" };
      const answer = JSON.parse(await answerOf(at, "ListProject", (by) => signSls(list, by))) as { projects: Item[] };
      return texts(answer.projects, "projectName");
    },
    instance: instances,
    table: async () => (await Promise.all((await instances()).map(tables))).flat(),
  };
}

function secrets(at: AliyunEndpoint): Lists {
  const oos = { host: `oos.${at.region}.aliyuncs.com`, version: "2019-06-01", query: { RegionId: at.region } };
  const kms = { host: `kms.${at.region}.aliyuncs.com`, version: "2016-01-20", action: "ListSecrets" };
  return {
    parameter: async () => texts(await items(at, { ...oos, action: "ListParameters" }, "Parameters"), "Name"),
    "secret parameter": async () =>
      texts(await items(at, { ...oos, action: "ListSecretParameters" }, "Parameters"), "Name"),
    secret: async () => texts(await items(at, kms, "SecretList", "Secret"), "SecretName"),
  };
}
