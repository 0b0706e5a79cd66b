// A provider plugin that answers everything at once, so that a preview takes the time of engine and program alone.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

const ACCOUNT = "123456789012";

const LOOKUPS = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` },
  "aws:index/getRegion:getRegion": { region: "us-east-1", id: "us-east-1" },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
};

const answer = (make) => (call, callback) => callback(null, make(call.request));

const checked = (request) => {
  const response = new proto.CheckResponse();
  response.setInputs(request.getNews());
  return response;
};

const unchanged = () => {
  const response = new proto.DiffResponse();
  response.setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE);
  return response;
};

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(services.ResourceProviderService, {
  getPluginInfo: answer(() => {
    const info = new pluginProto.PluginInfo();
    info.setVersion("0.0.1");
    return info;
  }),
  getSchema: answer(() => {
    const response = new proto.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: "aws", version: "0.0.1" }));
    return response;
  }),
  checkConfig: answer(checked),
  diffConfig: answer(unchanged),
  configure: answer(() => {
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }),
  check: answer(checked),
  diff: answer(unchanged),
  create: answer((request) => {
    const response = new proto.CreateResponse();
    const name = request.getUrn().split("::").at(-1);
    response.setId(request.getPreview() ? "" : name);
    const outputs = request.getProperties();
    const arn = new struct.Value();
    arn.setStringValue(`arn:aws:bench:us-east-1:${ACCOUNT}:${name}`);
    outputs.getFieldsMap().set("arn", arn);
    response.setProperties(outputs);
    return response;
  }),
  delete: answer(() => new empty.Empty()),
  cancel: answer(() => new empty.Empty()),
  invoke: answer((request) => {
    const response = new proto.InvokeResponse();
    response.setReturn(struct.Struct.fromJavaScript(LOOKUPS[request.getTok()] ?? {}));
    return response;
  }),
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
process.on("SIGINT", () => {});
process.on("SIGTERM", () => server.tryShutdown(() => process.exit(0)));
