import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "../../offline/plugins/server/protobuf.ts";
import { toStruct } from "../../offline/plugins/server/rpc.ts";
import type { Json } from "../../offline/plugins/server/wire.ts";

type Client = InstanceType<typeof services.ResourceProviderClient>;
type Unary<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** A plugin in a separate process, with the calls of an engine. */
export class PluginProcess {
  private constructor(
    readonly process: ChildProcess,
    private readonly client: Client,
    /** The port that it printed first. */
    readonly port: string,
  ) {}

  /** Starts the executable as the engine does and connects to the port that it prints. */
  static async start(name: string, env: Readonly<Record<string, string>>): Promise<PluginProcess> {
    const executable = new URL(`../../offline/plugins/${name}/bin/pulumi-resource-${name}`, import.meta.url);
    const home = mkdtempSync(join(tmpdir(), "polyfn-home-"));
    const plugin = spawn(fileURLToPath(executable), [], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, PULUMI_HOME: home, ...env },
    });
    const port = await new Promise<string>((resolve, reject) => {
      plugin.once("error", reject);
      if (plugin.stdout) createInterface(plugin.stdout).once("line", resolve);
    });
    const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return new PluginProcess(plugin, client, port);
  }

  end(): void {
    this.client.close();
    this.process.kill();
  }

  async version(): Promise<string> {
    const info: Unary<InstanceType<typeof Empty>, { getVersion(): string }> = this.client.getPluginInfo;
    return (await this.call(info, new Empty())).getVersion();
  }

  async configure(args: Json): Promise<InstanceType<typeof proto.ConfigureResponse>> {
    const request = new proto.ConfigureRequest();
    request.setArgs(toStruct(args));
    const configure: Unary<typeof request, InstanceType<typeof proto.ConfigureResponse>> = this.client.configure;
    return this.call(configure, request);
  }

  /** The problems of a resource's inputs, or of the provider's arguments. */
  async failures(method: "check" | "checkConfig", urn: string, news: Json): Promise<string[]> {
    const request = new proto.CheckRequest();
    request.setUrn(urn);
    request.setNews(toStruct(news));
    const unary: Unary<typeof request, InstanceType<typeof proto.CheckResponse>> = this.client[method];
    const response = await this.call(unary, request);
    return response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
  }

  async invoke(token: string): Promise<unknown> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    const invoke: Unary<typeof request, InstanceType<typeof proto.InvokeResponse>> = this.client.invoke;
    return (await this.call(invoke, request)).getReturn()?.toJavaScript();
  }

  async create(urn: string, properties: Json): Promise<string> {
    const request = new proto.CreateRequest();
    request.setUrn(urn);
    request.setProperties(toStruct(properties));
    const create: Unary<typeof request, InstanceType<typeof proto.CreateResponse>> = this.client.create;
    return (await this.call(create, request)).getId();
  }

  private call<Request, Response>(method: Unary<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      method.call(this.client, request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  }
}
