import type { OfflineEndpoint } from "../../../offline/drivers/operator.ts";
import { ACCOUNT, clientsOf, fc, rpc, type ServiceName, sls, tablestore } from "../../conformance/clouds/aliyun-api.ts";
import { ossClient } from "../../emulator/oss/client.ts";

type Lists = Readonly<Record<string, () => Promise<string[]>>>;
type Item = Readonly<Record<string, unknown>>;

/** Built-in resources of an account. Service-linked roles outlive the stacks that created them. */
const BUILT_IN = [/^bus default$/, /^role AliyunServiceRole/];

/** Lists everything on the emulator, service by service, as `inventory` does for AWS: "queue media-jobs". */
export async function aliyunInventory(at: OfflineEndpoint): Promise<string[]> {
  const lists: Lists = { ...identity(at), ...computing(at), ...messaging(at), ...storing(at), ...secrets(at) };
  const found = await Promise.all(
    Object.entries(lists).map(async ([kind, list]) => (await list()).map((name) => `${kind} ${name}`)),
  );
  return found
    .flat()
    .filter((entry) => !BUILT_IN.some((pattern) => pattern.test(entry)))
    .sort();
}

/** The list at this path of an answer. */
function listIn(answer: unknown, ...path: string[]): Item[] {
  const list = path.reduce((inside, name) => (inside as Item | undefined)?.[name], answer);
  if (!Array.isArray(list)) throw new Error(`no ${path.join(".")}: ${JSON.stringify(answer)}`);
  return list as Item[];
}

type Query = Readonly<Record<string, string>>;

/** The items of the list at this path of a response. */
const items = async (at: OfflineEndpoint, service: ServiceName, action: string, query: Query, ...path: string[]) =>
  listIn(await rpc(at, service, action, query), ...path);

const texts = (list: readonly Item[], name: string): string[] => list.map((item) => String(item[name]));

function identity(at: OfflineEndpoint): Lists {
  const many = { MaxItems: "1000" };
  const list = async (action: string, query: Query, kinds: string, kind: string) =>
    texts(await items(at, "ram", action, query, kinds, kind), `${kind}Name`);
  return {
    role: () => list("ListRoles", many, "Roles", "Role"),
    policy: () => list("ListPolicies", { ...many, PolicyType: "Custom" }, "Policies", "Policy"),
    user: () => list("ListUsers", many, "Users", "User"),
  };
}

function computing(at: OfflineEndpoint): Lists {
  const list = async (action: string, path: string, field: string) =>
    listIn((await fc(at, path, { action, method: "GET", query: { limit: "100" } })).json(), field);
  return {
    function: async () => texts(await list("ListFunctions", "functions", "functions"), "functionName"),
    domain: async () => texts(await list("ListCustomDomains", "custom-domains", "customDomains"), "domainName"),
    layer: async () => texts(await list("ListLayers", "layers", "layers"), "layerName"),
  };
}

/** The names that the vendor's client of MNS lists. */
interface MnsLists {
  listQueue(): Promise<{ readonly body?: readonly { readonly QueueURL: string }[] }>;
  listTopic(): Promise<{ readonly body?: readonly { readonly TopicURL: string }[] }>;
}

const lastPart = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

function messaging(at: OfflineEndpoint): Lists {
  const mns = async () => (await clientsOf(at).mns({ account: ACCOUNT, region: at.region })) as unknown as MnsLists;
  const list = (action: string, field: string, query: Query) =>
    items(at, "eventbridge", action, { Limit: "100", ...query }, "Data", field);
  const buses = async () => texts(await list("ListEventBuses", "EventBuses", {}), "EventBusName");
  const rules = async (bus: string) => texts(await list("ListRules", "Rules", { EventBusName: bus }), "RuleName");
  return {
    queue: async () => ((await (await mns()).listQueue()).body ?? []).map(({ QueueURL }) => lastPart(QueueURL)),
    topic: async () => ((await (await mns()).listTopic()).body ?? []).map(({ TopicURL }) => lastPart(TopicURL)),
    bus: buses,
    rule: async () => (await Promise.all((await buses()).map(rules))).flat(),
  };
}

function storing(at: OfflineEndpoint): Lists {
  const get = (action: string) => ({ action, method: "GET" }) as const;
  const instances = async () => {
    const answer = await tablestore(at, "/v2/openapi/listinstances", get("ListInstances"));
    return texts(listIn(answer.json(), "Instances"), "InstanceName");
  };
  const tables = async (instance: string): Promise<readonly string[]> => {
    const client = (await clientsOf(at).tables(instance, at.region)) as unknown as {
      listTable(of: object): Promise<{ readonly tableNames: readonly string[] }>;
    };
    return (await client.listTable({})).tableNames;
  };
  return {
    bucket: async () => {
      // The response is an object, or null when there are none, whatever the client's types say.
      const answer: unknown = await ossClient(at.endpoint).listBuckets({ "max-keys": 100 });
      return texts((answer as { buckets: Item[] | null }).buckets ?? [], "name");
    },
    project: async () => texts(listIn((await sls(at, "/", get("ListProject"))).json(), "projects"), "projectName"),
    instance: instances,
    table: async () => (await Promise.all((await instances()).map(tables))).flat(),
  };
}

function secrets(at: OfflineEndpoint): Lists {
  const here = { RegionId: at.region };
  return {
    parameter: async () => texts(await items(at, "oos", "ListParameters", here, "Parameters"), "Name"),
    "secret parameter": async () => texts(await items(at, "oos", "ListSecretParameters", here, "Parameters"), "Name"),
    secret: async () => texts(await items(at, "kms", "ListSecrets", {}, "SecretList", "Secret"), "SecretName"),
  };
}
