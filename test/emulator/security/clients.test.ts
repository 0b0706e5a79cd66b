import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServiceRequest } from "../../../offline/aliyun/core/http.ts";
import type { HostFacts, Keyring, SignatureScheme } from "../../../offline/aliyun/core/service.ts";
import { authenticate } from "../../../offline/aliyun/security/authenticate.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { echo } from "../support/echo-service.ts";

const run = promisify(execFile);

interface Recorded {
  readonly service: string;
  readonly request: ServiceRequest;
  readonly host: HostFacts;
}

const hosts: Readonly<Record<string, { signatures: readonly SignatureScheme[]; host: RegExp }>> = {
  fc: { signatures: ["acs3", "roa"], host: /\.fc\.aliyuncs\.com$/ },
  rpc: { signatures: ["acs3", "rpc"], host: /^(ram|kms\.cn-hangzhou)\.aliyuncs\.com$/ },
  sls: { signatures: ["sls"], host: /^(?:(?<subject>[^.]+)\.)?cn-hangzhou\.log\.aliyuncs\.com$/ },
  mns: { signatures: ["mns"], host: /\.mns\.cn-hangzhou\.aliyuncs\.com$/ },
  oss: { signatures: ["oss"], host: /^(?:(?<subject>[^.]+)\.)?oss-cn-hangzhou\.aliyuncs\.com$/ },
  ots: { signatures: ["ots"], host: /\.ots\.aliyuncs\.com$/ },
  eventbridge: { signatures: ["acs3", "roa"], host: /\.eventbridge\.cn-hangzhou\.aliyuncs\.com$/ },
};

const recorded: Recorded[] = [];
let server: AliyunServer;
let names: string[] = [];

const services = Object.fromEntries(
  Object.entries(hosts).map(([name, { signatures, host }]) => {
    const matches = (asked: string) => {
      const found = host.exec(asked);
      return found ? { ...(found.groups?.subject !== undefined && { subject: found.groups.subject }) } : undefined;
    };
    const create = () =>
      echo({ signatures }, matches, {
        anonymous: () => false,
        run: ({ request, host: facts }) => {
          recorded.push({ service: name, request, host: facts });
          return { status: 200, headers: { "content-type": "application/json" }, body: "{}" };
        },
      });
    return [name, create];
  }),
);

async function call(secret: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL("clients.mjs", import.meta.url))], {
    env: { ...process.env, ...server.access.workerEnvironment, ACCESS_KEY_ID: "offline", ACCESS_KEY_SECRET: secret },
  });
  return stdout.trim().split("\n");
}

beforeAll(async () => {
  server = await startAliyun({ services });
  names = await call("offline");
});

afterAll(() => server.stop());

const keys: Keyring = {
  find: (id) =>
    id === "offline"
      ? { secret: "offline", caller: { account: "1", type: "root", arn: "acs:ram::1:root" } }
      : undefined,
  stranger: () => undefined,
  anonymous: { account: "", type: "anonymous", arn: "anonymous" },
  now: () => Date.now(),
};

const check = ({ service, request, host }: Recorded) =>
  authenticate({ signatures: hosts[service]?.signatures ?? [] }, request, host, keys);

const isRpc = ({ query, body }: ServiceRequest): boolean =>
  query.has("SignatureNonce") || new URLSearchParams(body.toString()).has("SignatureNonce");

function withQuery(request: ServiceRequest, more: string): ServiceRequest {
  const rawQuery = [request.rawQuery, more].filter((part) => part !== "").join("&");
  return { ...request, rawQuery, query: new URLSearchParams(rawQuery) };
}

describe("requests of the official clients", () => {
  it("are signed correctly", () => {
    expect(names.length).toBeGreaterThan(15);
    expect(server.journal.entries.map(({ status, code }) => code ?? status)).toEqual(names.map(() => 200));
    expect(new Set(server.journal.entries.map(({ caller }) => caller))).toEqual(
      new Set(["acs:ram::1234567890123456:root"]),
    );
    expect(new Set(recorded.map(({ service }) => service))).toEqual(new Set(Object.keys(hosts)));
  });

  it("are refused when any signed part is changed", () => {
    for (const one of recorded) {
      const { request } = one;
      const tampered: [string, ServiceRequest][] = [["method", { ...request, method: "DELETE" }]];
      // RPC signs its parameters, and is always called at the root.
      if (isRpc(request)) tampered.push(["parameters", withQuery(request, "Extra=1")]);
      else tampered.push(["path", { ...request, rawPath: `${request.rawPath}x` }]);
      for (const [what, changed] of tampered) {
        expect(() => check({ ...one, request: changed }), `${one.service} ${request.rawPath} ${what}`).toThrow(
          /signature/,
        );
      }
    }
  });

  it("are refused when a signed body is changed", () => {
    const signed = recorded.filter(({ request }) => request.headers.authorization?.startsWith("ACS3"));
    expect(signed.length).toBeGreaterThan(2);
    for (const one of signed) {
      const body = Buffer.concat([one.request.body, Buffer.from("&x=1")]);
      expect(() => check({ ...one, request: { ...one.request, body } })).toThrow(/signature/);
    }
  });

  it("are refused when their date is too far off", () => {
    for (const one of recorded) {
      const now = Date.now;
      Date.now = () => now() + 3_600_000;
      try {
        expect(() => check(one), one.service).toThrow(/signed more than 15 minutes|expired/);
      } finally {
        Date.now = now;
      }
    }
  });

  it("are refused with each service's error code when the secret is wrong", async () => {
    server.journal.clear();
    await call("wrong");
    const codes = new Set(server.journal.entries.map(({ service, code }) => `${service} ${code}`));
    expect([...codes].sort()).toEqual([
      "eventbridge SignatureDoesNotMatch",
      "fc SignatureDoesNotMatch",
      "mns SignatureDoesNotMatch",
      "oss SignatureDoesNotMatch",
      "ots OTSAuthFailed",
      "rpc SignatureDoesNotMatch",
      "sls SignatureNotMatch",
    ]);
  });
});
