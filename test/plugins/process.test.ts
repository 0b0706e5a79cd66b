import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Empty } from "../../offline/plugins/server/protobuf.ts";
import { toStruct } from "../../offline/plugins/server/rpc.ts";
import { type Json, secret } from "../../offline/plugins/server/wire.ts";

const executable = fileURLToPath(new URL("../../offline/plugins/aws/bin/pulumi-resource-aws", import.meta.url));
const URN = "urn:pulumi:dev::app::aws:iam/role:Role::role";
/** Nothing listens on this port: whatever is called fails at once. */
const NOWHERE = "http://127.0.0.1:9";

let plugin: ChildProcess;
let client: InstanceType<typeof services.ResourceProviderClient>;

/** Starts the executable as the engine does and connects to the port that it prints. */
beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), "polyfn-home-"));
  plugin = spawn(executable, [], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PULUMI_HOME: home, AWS_ENDPOINT_URL: "" },
  });
  const port = await new Promise<string>((resolve, reject) => {
    plugin.once("error", reject);
    if (plugin.stdout) createInterface(plugin.stdout).once("line", resolve);
  });
  expect(port).toMatch(/^\d+$/);
  client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
}, 60_000);

afterAll(() => {
  client.close();
  plugin.kill();
});

type Unary<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

function call<Request, Response>(method: Unary<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    method.call(client, request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

function checkRequest(urn: string, news: Json) {
  const request = new proto.CheckRequest();
  request.setUrn(urn);
  request.setNews(toStruct(news));
  return request;
}

async function failures(method: "check" | "checkConfig", urn: string, news: Json): Promise<string[]> {
  const unary: Unary<InstanceType<typeof proto.CheckRequest>, InstanceType<typeof proto.CheckResponse>> = client[
    method
  ];
  const response = await call(unary, checkRequest(urn, news));
  return response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
}

describe("the plugin's executable", () => {
  it("says which version of the real provider it stands in for", async () => {
    const info: Unary<InstanceType<typeof Empty>, { getVersion(): string }> = client.getPluginInfo;
    expect((await call(info, new Empty())).getVersion()).toBe("7.48.0");
  });

  it("refuses addresses that are not this machine, none at all, and arguments that don't exist", async () => {
    const refused = (news: Json) => failures("checkConfig", "urn:pulumi:dev::app::pulumi:providers:aws::p", news);
    const endpoints = (url: string) => JSON.stringify([{ lambda: url }]);
    for (const url of [
      "https://lambda.us-east-1.amazonaws.com",
      "http://127.0.0.1.example.com",
      "http://10.0.0.1:4566",
    ]) {
      expect(await refused({ endpoints: endpoints(url) })).toEqual([expect.stringContaining(`but lambda is ${url}.`)]);
    }
    for (const url of [NOWHERE, "http://localhost:4566", "http://[::1]:4566"]) {
      expect(await refused({ endpoints: endpoints(url), version: "7.48.0" })).toEqual([]);
    }
    expect(await refused({ region: "eu-west-1" })).toEqual([expect.stringContaining("has no endpoints")]);
    expect(await refused({ regoin: "x" })).toEqual(["regoin: There is no property regoin. Did you mean region?"]);
  });

  it("is told its region and endpoints, and checks inputs", async () => {
    const request = new proto.ConfigureRequest();
    request.setArgs(
      toStruct({ region: "eu-west-1", endpoints: JSON.stringify([{ iam: NOWHERE, sts: NOWHERE }]), maxRetries: "0" }),
    );
    const configure: Unary<
      InstanceType<typeof proto.ConfigureRequest>,
      InstanceType<typeof proto.ConfigureResponse>
    > = client.configure;
    const configured = await call(configure, request);
    expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([true, true]);
    expect(await failures("check", URN, { maxSessionDuration: 1 })).toEqual([
      "maxSessionDuration: maxSessionDuration is 1, but 3600 to 43200 is allowed.",
      "assumeRolePolicy: assumeRolePolicy is required and is missing.",
    ]);
  });

  it("answers what programs look up", async () => {
    const request = new proto.InvokeRequest();
    request.setTok("aws:index/getRegion:getRegion");
    const invoke: Unary<
      InstanceType<typeof proto.InvokeRequest>,
      InstanceType<typeof proto.InvokeResponse>
    > = client.invoke;
    expect((await call(invoke, request)).getReturn()?.toJavaScript()).toMatchObject({ region: "eu-west-1" });
  });

  it("says plainly that nothing answers, without the secrets of the request", async () => {
    const request = new proto.CreateRequest();
    request.setUrn(URN);
    request.setProperties(toStruct({ name: secret("role-9-hush"), assumeRolePolicy: "{}" }));
    const create: Unary<InstanceType<typeof proto.CreateRequest>, unknown> = client.create;
    const error = await call(create, request).catch((thrown: ServiceError) => thrown);
    expect(error).toMatchObject({ details: expect.stringMatching(/^Nothing answers at the endpoint/) });
    expect(String(error)).not.toContain("role-9-hush");
  });

  it("ends at once when the engine tells it to, though a connection is still open", async () => {
    const ended = new Promise((resolve) => plugin.once("exit", resolve));
    plugin.kill("SIGINT");
    expect(await ended).toBe(0);
  });
});
