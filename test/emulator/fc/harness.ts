import { createHash, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import type FcModule from "@alicloud/fc20230330";
import { strToU8, zipSync } from "fflate";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import type {
  Actor,
  EventSource,
  LogEntry,
  LogStoreAddress,
  TriggerBinding,
} from "../../../offline/aliyun/core/ports.ts";
import type {
  Executable,
  ExecutionRequest,
  ExecutionResult,
  Executor,
  InstanceInfo,
} from "../../../offline/aliyun/execution/contract.ts";
import { type AliyunOptions, type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createFunctionCompute } from "../../../offline/aliyun/services/fc/index.ts";
import type { Emulated } from "../../../offline/aliyun/services.ts";

const require = createRequire(import.meta.url);
export const Fc = require("@alicloud/fc20230330") as typeof FcModule;
const { $OpenApiUtil, OpenApiUtil } = require("@alicloud/openapi-core") as typeof import("@alicloud/openapi-core");

export const ACCOUNT = "1234567890123456";
export const REGION = "cn-hangzhou";

/** Somebody in the account whose policies decide. */
export const USER = {
  accessKeyId: "LTAIuser",
  secret: "user-secret",
  caller: { account: ACCOUNT, type: "user", arn: `acs:ram::${ACCOUNT}:user/u`, principal: "u" },
} as const;

/** Headers of a GET that is signed the vendor's way. */
export function signedBy(accessKeyId: string, secret: string, url: string): Record<string, string> {
  const algorithm = "ACS3-HMAC-SHA256";
  const { host, pathname } = new URL(url);
  const empty = createHash("sha256").update("").digest("hex");
  const headers = {
    host,
    "x-acs-date": `${new Date().toISOString().slice(0, 19)}Z`,
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-content-sha256": empty,
  };
  const request = { method: "GET", pathname, headers, query: {} } as unknown as Parameters<
    typeof OpenApiUtil.getAuthorization
  >[0];
  return { ...headers, authorization: OpenApiUtil.getAuthorization(request, algorithm, empty, accessKeyId, secret) };
}

/** What a function does, in tests that are about FC and not about running code. */
export type Behaviour = (fn: Executable, request: ExecutionRequest) => Promise<ExecutionResult> | ExecutionResult;

export const ok = (body: string | object): ExecutionResult => ({
  instanceId: "i-1",
  durationMs: 1.5,
  cold: false,
  outcome: { kind: "ok", body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) },
});

export const failed = (message: string): ExecutionResult => ({
  ...ok(""),
  outcome: {
    kind: "error",
    type: "UnhandledInvocationError",
    body: Buffer.from(JSON.stringify({ errorMessage: message, errorType: "Error", stackTrace: [] })),
  },
});

export const payloadOf = ({ input }: ExecutionRequest): string =>
  input.kind === "event" ? input.payload.toString() : `${input.request.method} ${input.request.target}`;

/** Runs nothing: answers as the test says, and remembers. */
export class FakeExecutor implements Executor {
  behave: Behaviour = (_, request) => ok(payloadOf(request));
  readonly runs: { fn: Executable; request: ExecutionRequest }[] = [];
  readonly retired: [string, string | undefined][] = [];
  readonly provisioned: [string, string, number][] = [];
  warm: InstanceInfo[] = [];

  async run(fn: Executable, request: ExecutionRequest): Promise<ExecutionResult> {
    this.runs.push({ fn, request });
    return this.behave(fn, request);
  }

  instances(functionName: string): readonly InstanceInfo[] {
    return functionName ? this.warm : [];
  }

  provision(fn: Executable, count: number): void {
    this.provisioned.push([fn.functionName, fn.qualifier, count]);
    const { qualifier, versionId } = fn;
    this.warm = Array.from({ length: count }, (_, i) => ({
      ...{ instanceId: `w-${i}`, qualifier, versionId, status: "Running" as const, createdTime: 0 },
    }));
  }

  retire(functionName: string, except?: string): void {
    this.retired.push([functionName, except]);
  }

  async stop(): Promise<void> {
    this.warm = [];
  }
}

/** The services around FC, as far as FC asks something of them. */
export class Neighbours {
  /** ARNs of roles -> services that may take them on. */
  readonly roles = new Map<string, string[]>();
  /** "action resource" that no role may. */
  readonly forbidden = new Set<string>();
  readonly sent: { to: string; body: unknown; actor: Actor }[] = [];
  readonly logs: { store: LogStoreAddress; entry: LogEntry; actor: Actor }[] = [];
  readonly objects = new Map<string, Buffer>();
  readonly attached: TriggerBinding[] = [];
  refuseSource?: ApiError;

  emulate(): Emulated {
    return {
      service: idle,
      guard: {
        key: (accessKeyId) =>
          accessKeyId === USER.accessKeyId ? { secret: USER.secret, caller: USER.caller } : undefined,
        isRetired: () => false,
        may: (_, action, resource) => !this.forbidden.has(`${action} ${resource}`),
      },
      identities: {
        roleExists: (arn) => this.roles.has(arn),
        assume: (role, service) => {
          if (!this.roles.get(role)?.includes(service)) throw new ApiError(403, "NoPermission", "not trusted");
          return { accessKeyId: "STS.1", accessKeySecret: "s", securityToken: "t", expires: 0 };
        },
        authorize: (_, action, resource) => {
          if (this.forbidden.has(`${action} ${resource}`)) throw new ApiError(403, "AccessDenied", `no ${action}`);
        },
      },
      queues: {
        send: async ({ queue }, body, actor) => {
          this.sent.push({ to: `queue ${queue}`, body: JSON.parse(body.toString()), actor });
          return { messageId: "1" };
        },
        receive: async () => [],
        delete: () => undefined,
        exists: () => true,
      },
      topics: {
        publish: async ({ topic }, body, actor) => {
          this.sent.push({ to: `topic ${topic}`, body: JSON.parse(body.toString()), actor });
        },
      },
      events: {
        put: async ({ bus }, events, actor) => {
          this.sent.push({ to: `bus ${bus}`, body: events[0], actor });
        },
      },
      logs: {
        append: (store, entries, actor) => {
          for (const entry of entries) this.logs.push({ store, entry, actor });
        },
      },
      objects: {
        read: async (bucket, key) => {
          const found = this.objects.get(`${bucket}/${key}`);
          if (!found) throw new ApiError(404, "NoSuchKey", "no such key");
          return found;
        },
        exists: () => true,
      },
      sources: {
        oss: this.#source,
        log: this.#source,
        mns_topic: this.#source,
        tablestore: this.#source,
        eventbridge: this.#source,
      },
    };
  }

  get messages(): string[] {
    return this.logs.flatMap(({ entry }) => entry.fields.message ?? []);
  }

  readonly #source: EventSource = {
    check: () => {
      if (this.refuseSource) throw this.refuseSource;
    },
    attach: (trigger) => void this.attached.push(trigger),
    detach: (trigger) => {
      const at = this.attached.findIndex(({ id }) => id === trigger.id);
      if (at >= 0) this.attached.splice(at, 1);
    },
  };
}

const idle: Emulated["service"] = {
  description: { title: "Neighbours", version: "1", docs: "", signatures: ["acs3"] },
  operations: [],
  matches: () => undefined,
  recognises: () => undefined,
  refuse: () => ({ status: 500 }),
  snapshot: () => ({}),
  restore: () => undefined,
  reset: () => undefined,
};

export interface Stage extends AsyncDisposable {
  readonly server: AliyunServer;
  readonly executor: FakeExecutor;
  readonly around: Neighbours;
  readonly client: FcModule.default;
  /** A request with a body as it comes from other clients than the official one for Node.js. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A request to a function's address. */
  visit(url: string, init?: RequestInit & { body?: string | Buffer }): Promise<Response>;
  /** Makes a function with what every one needs. */
  make(name: string, settings?: object): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field, and say what they expect of each.
  readonly body: any;
}

/** An emulated FC with a client, on a clock that tests can move. */
export async function stage(options: AliyunOptions & { random?: () => number } = {}): Promise<Stage> {
  const executor = new FakeExecutor();
  const around = new Neighbours();
  const server = await startAliyun({
    ...options,
    services: {
      around: () => around.emulate(),
      fc: (world) => createFunctionCompute(world, executor, options.random),
    },
  });
  const { host } = new URL(server.url);
  const config = {
    accessKeyId: "offline",
    accessKeySecret: "offline",
    endpoint: host,
    protocol: "http",
    regionId: REGION,
  };
  const call: Stage["call"] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${server.url}/2023-03-30${path}`, {
      method,
      headers: { authorization: "acs someone:x", "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  };
  return {
    ...{ server, executor, around, call },
    client: new Fc.default(new $OpenApiUtil.Config(config)),
    visit: (url, init) => visit(server.url, url, init),
    make: (name, settings = {}) =>
      call("POST", "/functions", {
        ...{
          functionName: name,
          runtime: "nodejs20",
          handler: "index.handler",
          code: { zipFile: zipOf({ "index.js": name }) },
        },
        ...settings,
      }),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Goes to the emulator with the address's own host name, which Node.js's fetch would not. */
async function visit(
  server: string,
  url: string,
  init: RequestInit & { body?: string | Buffer } = {},
): Promise<Response> {
  const { request } = await import("node:http");
  const { hostname, port } = new URL(server);
  const { host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { ...(init.headers as Record<string, string> | undefined), host };
    const outgoing = request(
      { hostname, port, method: init.method ?? "GET", path: pathname + search, headers },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const status = incoming.statusCode ?? 0;
          const lines = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
            name,
            String(value),
          ]);
          resolve(new Response(status === 204 ? null : new Uint8Array(bytes), { status, headers: lines }));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(init.body);
  });
}

/** A package, base64. */
export const zipOf = (files: Readonly<Record<string, string>>): string =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))).toString(
    "base64",
  );

/** A request's body for the official client, which wants chunks of bytes. */
export const bodyOf = (text: string): Readable => Readable.from([Buffer.from(text)]);

export async function textOf(body: Readable | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

/** Waits until something has happened that no clock decides. */
export const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};
