import { Clock } from "../../../offline/aliyun/core/clock.ts";
import { findOperation } from "../../../offline/aliyun/core/dispatch.ts";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../../offline/aliyun/core/http.ts";
import type { FunctionCall, FunctionResult, FunctionsPort } from "../../../offline/aliyun/core/ports.ts";
import type { HostFacts, Service } from "../../../offline/aliyun/core/service.ts";
import type { World } from "../../../offline/aliyun/core/world.ts";

/** Functions that answer as a test says, and what they were called with. */
export class FakeFunctions implements FunctionsPort {
  readonly calls: FunctionCall[] = [];
  answer: (call: FunctionCall) => Partial<FunctionResult> = () => ({});

  async invoke(call: FunctionCall): Promise<FunctionResult> {
    this.calls.push(call);
    return { requestId: "r", body: Buffer.alloc(0), ...this.answer(call) };
  }

  /** The payloads of the calls since the last look, as JSON. */
  take<T>(): T[] {
    return this.calls.splice(0).map(({ payload }) => JSON.parse(payload.toString()) as T);
  }
}

/** The emulator around one service; `forbidden` says what no role may do. */
export function fakeWorld(functions: FunctionsPort, forbidden = new Set<string>()): World {
  const world: Partial<World> = {
    account: "1234567890123456",
    defaultRegion: "cn-hangzhou",
    clock: new Clock(),
    functions,
    identities: {
      assume: () => ({ accessKeyId: "", accessKeySecret: "", securityToken: "", expires: 0 }),
      authorize: (_, action) => {
        if (forbidden.has(action)) throw new ApiError(403, "AccessDenied", action);
      },
      roleExists: () => true,
      lend: () => ({ accessKeyId: "", accessKeySecret: "", securityToken: "", expires: 0 }),
    },
    isSettled: () => true,
    changed: () => undefined,
  };
  return world as World;
}

interface Asked {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | object;
  readonly host?: HostFacts;
}

/** Runs the operation that a request asks a service for, as the account itself. */
export async function ask(service: Service, method: string, path: string, asked: Asked = {}): Promise<ServiceResponse> {
  const { query = {}, headers = {}, body = Buffer.alloc(0), host = {} } = asked;
  const search = new URLSearchParams(query);
  const request = {
    id: "ID",
    method,
    host: "127.0.0.1",
    rawPath: path,
    rawQuery: search.toString(),
    query: search,
    headers,
    rawHeaders: Object.entries(headers),
    body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
    address: "127.0.0.1",
  } as unknown as ServiceRequest;
  const found = findOperation(service, request, service.path?.(request, host));
  if (!found) throw new Error(`no operation for ${method} ${path}`);
  const account = "1234567890123456";
  found.operation.admit?.(request);
  return found.operation.run({
    request,
    caller: { account, type: "root", arn: `acs:ram::${account}:root` },
    account,
    region: host.region ?? "cn-hangzhou",
    host,
    params: found.params,
  });
}
