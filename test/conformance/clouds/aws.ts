import {
  GetPolicyCommand,
  InvokeCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { Operator } from "../../../adapters/operate.ts";
import { sendRequest } from "../../../adapters/shared/send-request.ts";
import { type OfflineEndpoint, offlineOperator } from "../../../offline/drivers/operator.ts";
import { answers, awsClients, type Clients } from "./aws-answers.ts";
import { keys } from "./aws-keys.ts";
import type { ConformanceCloud, Invoked } from "./cloud.ts";

/** The AWS protocol, as the conformance suite speaks it. */
export async function awsConformance(endpoint: OfflineEndpoint): Promise<ConformanceCloud> {
  const clients = awsClients(endpoint);
  const operator = await offlineOperator("localstack", endpoint);
  return {
    ...{ ...operator, names },
    ...{ ...calls(clients, endpoint), ...storage(clients, operator), ...answers(clients), ...keys(clients) },
  };
}

const ACCOUNT = "000000000000";

const names: ConformanceCloud["names"] = {
  cloud: "aws",
  image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/proof:1`,
  network: { id: "vpc-0a1b2c3d", subnets: ["subnet-0a1b2c3d"], securityGroups: ["sg-0a1b2c3d"] },
  fileSystem: `arn:aws:elasticfilesystem:us-east-1:${ACCOUNT}:access-point/fsap-0123456789abcdef0`,
  certificate: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012`,
};

type Calls = Pick<
  ConformanceCloud,
  "invoke" | "invokeAsync" | "newestVersion" | "publishLayer" | "signedRequest" | "mayInvoke"
>;

function calls({ lambda }: Clients, { endpoint }: OfflineEndpoint): Calls {
  return {
    async invoke(fn, payload, qualifier): Promise<Invoked> {
      const request = { FunctionName: fn.name, Payload: JSON.stringify(payload), Qualifier: qualifier };
      try {
        const { Payload, FunctionError } = await lambda.send(new InvokeCommand(request));
        const text = Buffer.from(Payload ?? []).toString("utf8");
        return {
          answer: text === "" ? undefined : JSON.parse(text),
          ...(FunctionError !== undefined && { error: FunctionError }),
        };
      } catch (error) {
        if (error instanceof Error) return { answer: undefined, refused: error.name };
        throw error;
      }
    },
    async invokeAsync(fn, payload) {
      const Payload = JSON.stringify(payload);
      await lambda.send(new InvokeCommand({ FunctionName: fn.name, Payload, InvocationType: "Event" }));
    },
    async newestVersion(fn) {
      const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: fn.name }));
      return Versions.at(-1)?.Version ?? "";
    },
    async publishLayer(LayerName, ZipFile) {
      const { LayerVersionArn = "" } = await lambda.send(
        new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }),
      );
      return LayerVersionArn;
    },
    async signedRequest(url, { method = "GET", headers = {}, body } = {}) {
      const { hostname, protocol, pathname, searchParams } = new URL(url);
      const signer = await lambda.config.signer();
      const signed = await signer.sign({
        ...{ method, protocol, hostname, path: pathname, query: Object.fromEntries(searchParams), body },
        headers: { ...headers, host: hostname },
      } as unknown as Parameters<typeof signer.sign>[0]);
      return sendRequest(url, { method, headers: signed.headers, ...(body && { body }) }, endpoint);
    },
    async mayInvoke({ name }, account) {
      const { Policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
      const { Statement = [] } = JSON.parse(Policy) as { Statement?: PolicyStatement[] };
      return Statement.some(
        ({ Effect, Action, Principal }) =>
          Effect === "Allow" && Action === "lambda:InvokeFunction" && JSON.stringify(Principal).includes(account),
      );
    },
  };
}

interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: unknown;
}

type Storage = Pick<ConformanceCloud, "sendMessageWith" | "objectVersions">;

function storage({ s3 }: Clients, operator: Operator): Storage {
  return {
    sendMessageWith: (queue, body, options) => operator.sendMessage(queue, body, options),
    async objectVersions(bucket, key) {
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: key }));
      return Versions.filter((version) => version.Key === key).length;
    },
  };
}
