import { createRequire } from "node:module";
import type { AliyunServer } from "../../../offline/aliyun/server.ts";

// The package is CommonJS, whose default export is seen differently by Node.js and by test runners.
type OpenApi = typeof import("@alicloud/openapi-core");
const { default: Client, $OpenApiUtil } = createRequire(import.meta.url)("@alicloud/openapi-core") as OpenApi;

type RuntimeOptions = Parameters<InstanceType<OpenApi["default"]>["callApi"]>[2];

export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export const ROOT: Keys = { accessKeyId: "offline", accessKeySecret: "offline" };

/** Calls any RPC operation through the vendor's generic client. */
export async function callRpc(
  { url }: Pick<AliyunServer, "url">,
  version: string,
  action: string,
  query: Readonly<Record<string, string>>,
  keys: Keys = ROOT,
): Promise<Record<string, unknown>> {
  const config = new $OpenApiUtil.Config({
    ...keys,
    endpoint: new URL(url).host,
    protocol: "http",
    regionId: "cn-hangzhou",
    // The timer of an answer outlives it, and would end a later request of any of the vendor's clients.
    readTimeout: 86_400_000,
  });
  const client = new Client(config);
  const params = new $OpenApiUtil.Params({
    action,
    version,
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const request = new $OpenApiUtil.OpenApiRequest({ query });
  const { body } = await client.callApi(params, request, {} as RuntimeOptions);
  return body as Record<string, unknown>;
}

/** The vendor's code of a refusal. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
  return "none";
}
