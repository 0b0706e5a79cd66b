import { createHash, randomUUID } from "node:crypto";
import { request as send } from "node:http";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import type FcModule from "@alicloud/fc20230330";
import { strToU8, zipSync } from "fflate";
import { type AliyunOptions, type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createFunctionCompute } from "../../../offline/aliyun/services/fc/index.ts";
import { FakeExecutor, ok, payloadOf } from "./fake-executor.ts";
import { Neighbours } from "./neighbours.ts";

export { type Behaviour, failed, ok, payloadOf } from "./fake-executor.ts";
export { ACCOUNT, USER } from "./neighbours.ts";

const require = createRequire(import.meta.url);
export const Fc = require("@alicloud/fc20230330") as typeof FcModule;
const { $OpenApiUtil, OpenApiUtil } = require("@alicloud/openapi-core") as typeof import("@alicloud/openapi-core");

export const REGION = "cn-hangzhou";

interface Signing {
  /** Default GET. */
  readonly method?: string;
  /** True if the hash of the body is signed, too. The vendor's example leaves it out. */
  readonly body?: string;
  readonly token?: string;
}

/** Headers of a request that is signed with the vendor's library. */
export function signedBy(accessKeyId: string, secret: string, url: string, signing: Signing = {}) {
  const algorithm = "ACS3-HMAC-SHA256";
  const { host, pathname, searchParams } = new URL(url);
  const { method = "GET", body, token } = signing;
  const hash = body === undefined ? "" : createHash("sha256").update(body).digest("hex");
  const headers: Record<string, string> = {
    host,
    "x-acs-date": `${new Date().toISOString().slice(0, 19)}Z`,
    ...(token !== undefined && { "x-acs-security-token": token }),
    ...(hash !== "" && { "x-acs-signature-nonce": randomUUID(), "x-acs-content-sha256": hash }),
  };
  const query = Object.fromEntries(searchParams);
  const request = { method, pathname, headers, query } as unknown as Parameters<typeof OpenApiUtil.getAuthorization>[0];
  return { ...headers, authorization: OpenApiUtil.getAuthorization(request, algorithm, hash, accessKeyId, secret) };
}

export interface Stage extends AsyncDisposable {
  /** Everything as it was at the start. */
  reset(): Promise<void>;
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

interface StageOptions extends AliyunOptions {
  /** Between 0 and 1: chooses the version behind an alias with weights. */
  readonly random?: () => number;
  /** The services around it. Default: ones that do as the test says. */
  readonly around?: AliyunOptions["services"];
}

/** An emulated FC with a client, on a clock that tests can move. */
export async function stage(options: StageOptions = {}): Promise<Stage> {
  const executor = new FakeExecutor();
  const around = new Neighbours();
  const server = await startAliyun({
    ...options,
    services: {
      ...(options.around ?? { around: () => around.emulate() }),
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
    reset: async () => {
      await server.reset();
      executor.runs.length = 0;
      executor.behave = (_, request) => ok(payloadOf(request));
      around.sent.length = 0;
      around.logs.length = 0;
      around.forbidden.clear();
      around.roles.clear();
    },
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
  const { hostname, port } = new URL(server);
  const { host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { ...(init.headers as Record<string, string> | undefined), host };
    const outgoing = send(
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
