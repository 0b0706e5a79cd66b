import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import type {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  InvokeRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Message } from "google-protobuf";
import { UserError } from "../../../model/errors.ts";
import { changesMessage } from "./changes-message.ts";
import { checkConfig, decodeConfig, diffConfig } from "./config.ts";
import type { Failure } from "./failure.ts";
import { Lifecycle, type Named } from "./lifecycle.ts";
import type { Plugin } from "./plugin.ts";
import { Empty } from "./protobuf.ts";
import { redact } from "./redact.ts";
import { fromStruct, toServiceError, toStruct } from "./rpc.ts";
import { hasUnknown, type Json, open } from "./wire.ts";

/**
 * The engine's provider protocol for a plugin. One process serves one configured provider.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export class ProviderService<Context> {
  readonly #abort = new AbortController();
  /** Calls without a response so far. */
  readonly #pending = new Set<Promise<unknown>>();
  #lifecycle: Lifecycle<Context> | undefined;

  constructor(private readonly plugin: Plugin<Context>) {}

  /** The methods for the gRPC server. Missing ones answer "unimplemented", which the engine expects. */
  handlers(): UntypedServiceImplementation {
    return {
      getPluginInfo: this.unary(async () => this.info()),
      getSchema: this.unary(async () => this.schema()),
      checkConfig: this.unary(async (request: CheckRequest) => this.checkConfig(request)),
      diffConfig: this.unary(async (request: DiffRequest) => diffConfig(request)),
      configure: this.unary(async (request: ConfigureRequest) => this.configure(request)),
      invoke: this.unary((request: InvokeRequest) => this.invoke(request)),
      check: this.unary(async (request: CheckRequest) => this.check(request)),
      diff: this.unary(async (request: DiffRequest) => this.diff(request)),
      create: this.unary((request: CreateRequest) => this.create(request)),
      read: this.unary((request: ReadRequest) => this.read(request)),
      update: this.unary((request: UpdateRequest) => this.update(request)),
      delete: this.unary((request: DeleteRequest) => this.delete(request)),
      cancel: this.unary(async () => {
        this.#abort.abort();
        return new Empty();
      }),
    };
  }

  /** Resolves when every call in progress is answered. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  private info() {
    const info = new pluginProto.PluginInfo();
    info.setVersion(this.plugin.version);
    return info;
  }

  /** Programs bring their own SDK, so the engine needs only the schema's name. */
  private schema() {
    const response = new proto.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: this.plugin.name, version: this.plugin.version }));
    return response;
  }

  private checkConfig(request: CheckRequest) {
    const news = fromStruct(request.getNews());
    return checkResponse(news, checkConfig(this.plugin, news, this.#abort.signal));
  }

  private configure(request: ConfigureRequest) {
    const args = decodeConfig(this.plugin.config, fromStruct(request.getArgs()));
    // Arguments that only the deployment determines are possible in a preview, in which nothing is called.
    if (!hasUnknown(args)) {
      const session = this.plugin.configure(open(args).value as Json, this.#abort.signal);
      this.#lifecycle = new Lifecycle(this.plugin, session);
    }
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }

  private async invoke(request: InvokeRequest) {
    const response = new proto.InvokeResponse();
    response.setReturn(toStruct(await this.lifecycle().invoke(request.getTok(), fromStruct(request.getArgs()))));
    return response;
  }

  private check(request: CheckRequest) {
    const news = fromStruct(request.getNews());
    const olds = fromStruct(request.getOlds());
    const { inputs, failures } = this.lifecycle().check(named(request), news, olds, request.getRandomseed());
    return checkResponse(inputs, failures);
  }

  private diff(request: DiffRequest) {
    return changesMessage(
      this.lifecycle().diff(
        named(request),
        fromStruct(request.getOlds()),
        fromStruct(request.getNews()),
        request.getIgnorechangesList(),
      ),
    );
  }

  private async create(request: CreateRequest) {
    const inputs = fromStruct(request.getProperties());
    const { id, state } = await this.lifecycle().create(named(request), inputs, request.getPreview());
    const response = new proto.CreateResponse();
    response.setId(id);
    response.setProperties(toStruct(state));
    return response;
  }

  private async read(request: ReadRequest) {
    const before = fromStruct(request.getInputs());
    const found = await this.lifecycle().read(
      named(request),
      request.getId(),
      fromStruct(request.getProperties()),
      Object.keys(before).length > 0 ? before : undefined,
    );
    const response = new proto.ReadResponse();
    if (!found) return response;
    response.setId(found.id);
    response.setProperties(toStruct(found.state));
    response.setInputs(toStruct(found.inputs));
    return response;
  }

  private async update(request: UpdateRequest) {
    const state = await this.lifecycle().update(
      named(request),
      request.getId(),
      fromStruct(request.getOlds()),
      fromStruct(request.getNews()),
      request.getPreview(),
    );
    const response = new proto.UpdateResponse();
    response.setProperties(toStruct(state));
    return response;
  }

  private async delete(request: DeleteRequest) {
    await this.lifecycle().delete(named(request), request.getId(), fromStruct(request.getProperties()));
    return new Empty();
  }

  private lifecycle(): Lifecycle<Context> {
    if (this.#lifecycle) return this.#lifecycle;
    throw new UserError(
      `The ${this.plugin.name} provider has arguments that are not known yet, so it cannot manage resources.`,
      "Set endpoints and a region that are known before the deployment.",
    );
  }

  /** Converts a method that may throw to one that answers the engine. No secret of the request gets into the error. */
  private unary<Request extends Message, Response>(
    method: (request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return (call, callback) => {
      const answered = method(call.request).then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback(toServiceError(error, (cause) => redact(this.plugin.errors.describe(cause), call.request))),
      );
      this.#pending.add(answered);
      void answered.finally(() => this.#pending.delete(answered));
    };
  }
}

function named(request: { getUrn(): string; getType(): string }): Named {
  const urn = request.getUrn();
  // `urn:pulumi:stack::project::parent$type::name`; older engines do not send the type separately.
  const token = request.getType() || (urn.split("::")[2]?.split("$").at(-1) ?? "");
  return { urn, token };
}

function checkResponse(inputs: Json, failures: readonly Failure[]) {
  const response = new proto.CheckResponse();
  response.setInputs(toStruct(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}
