import { sendRequest } from "../../../adapters/shared/send-request.ts";
import type { Place } from "../../../offline/drivers/cloud.ts";
import { type OfflineEndpoint, offlineOperator } from "../../../offline/drivers/operator.ts";
import { signedBy } from "../../emulator/fc/harness.ts";
import type { OssClient } from "../../emulator/oss/client.ts";
import { answers } from "./aliyun-answers.ts";
import { fc, ossOf, refusalOf, rpc } from "./aliyun-api.ts";
import { keys } from "./aliyun-keys.ts";
import type { ConformanceCloud, Invoked } from "./cloud.ts";

/** Aliyun's own clients, as the conformance suite uses them. */
export async function aliyunConformance(at: OfflineEndpoint): Promise<ConformanceCloud> {
  const operator = await offlineOperator("aliyun", at);
  return {
    ...{ ...operator, names },
    ...{ ...calls(at), ...requests(at), ...answers(at), ...keys(at) },
    sendMessageWith: (queue, body, options) => operator.sendMessage(queue, body, options),
    objectVersions: (bucket, key) => objectVersions(at, bucket, key),
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

function calls(at: OfflineEndpoint): Calls {
  const invoke = (
    fn: Place,
    payload: unknown,
    how: { query?: Record<string, string>; headers?: Record<string, string> },
  ) =>
    fc(at, `functions/${fn.name}/invocations`, {
      ...{ action: "InvokeFunction", bytes: Buffer.from(JSON.stringify(payload)) },
      ...how,
    });
  return {
    async invoke(fn, payload, qualifier): Promise<Invoked> {
      const asked = invoke(fn, payload, qualifier === undefined ? {} : { query: { qualifier } });
      const answered = await asked.catch((error: unknown) => ({ refused: refusalOf(error) }));
      if ("refused" in answered) return { answer: undefined, ...answered };
      const { headers, text } = answered;
      const error = headers["x-fc-error-type"];
      return { answer: text === "" ? undefined : JSON.parse(text), ...(error !== undefined && { error }) };
    },
    async invokeAsync(fn, payload) {
      await invoke(fn, payload, { headers: { "x-fc-invocation-type": "Async" } });
    },
    async newestVersion(fn) {
      const query = { direction: "BACKWARD" };
      const call = { action: "ListFunctionVersions", method: "GET", query } as const;
      const { versions } = (await fc(at, `functions/${fn.name}/versions`, call)).json() as Versions;
      return versions[0]?.versionId ?? "";
    },
    async publishLayer(name, zip) {
      const body = { compatibleRuntime: ["nodejs20"], code: { zipFile: Buffer.from(zip).toString("base64") } };
      const answer = await fc(at, `layers/${name}/versions`, { action: "CreateLayerVersion", body });
      return (answer.json() as { layerVersionArn: string }).layerVersionArn;
    },
  };
}

interface Versions {
  readonly versions: readonly { readonly versionId: string }[];
}

async function objectVersions(at: OfflineEndpoint, { name }: Place, prefix: string): Promise<number> {
  const client = (await ossOf(at, name)) as OssClient;
  const { objects = [] } = await client.getBucketVersions({ prefix });
  return objects.filter((version) => version.name === prefix).length;
}

type Requests = Pick<ConformanceCloud, "signedRequest" | "mayInvoke" | "pass">;

/** Requests that a signature or a role stands behind, and the emulator's own. */
function requests(at: OfflineEndpoint): Requests {
  return {
    async signedRequest(url, { method = "GET", headers = {}, body = "" } = {}) {
      const signed = signedBy("offline", "offline", url, { method, body: String(body) });
      return sendRequest(
        url,
        { method, headers: { ...headers, ...signed }, ...(body !== "" && { body }) },
        at.endpoint,
      );
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
