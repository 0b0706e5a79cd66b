import { InternalError } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";
import type { PlanValues } from "../graph/evaluation.ts";
import { hashOf } from "../shared/hashed-names.ts";
import { arns, type Place } from "./arns.ts";
import { regionOf } from "../shared/region.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Outputs = Readonly<Record<string, unknown>>;

/** The account of every plan: AWS's own documentation uses it as an example. */
const ACCOUNT = "123456789012";

/** The account and region of a plan. */
export function planPlace(deployment: Pick<Deployment, "target" | "region">): Place {
  const region = regionOf(deployment);
  const china = region.startsWith("cn-");
  const partition = china ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { partition, account: ACCOUNT, region, dnsSuffix: china ? "amazonaws.com.cn" : "amazonaws.com" };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Ids of keys are UUIDs; those of different keys differ in a plan too. */
const keyId = (name: string): string => `${hashOf(8, name)}-1234-4abc-8abc-123456789012`;

const amazonId = "a1b2c3d4e5";

/** Outputs of new resources beyond their inputs, per type, as far as other resources use them. */
const OUTPUTS: Readonly<Record<string, (name: string, place: Place, inputs: Inputs) => Outputs>> = {
  "aws:iam/role:Role": (name, place) => ({ arn: `arn:${place.partition}:iam::${place.account}:role/${name}` }),
  "aws:lambda/function:Function": (name, place) => ({ arn: arns.function(place, name), version: "1" }),
  "aws:lambda/alias:Alias": (name, place, inputs) => ({ arn: arns.function(place, text(inputs.functionName), name) }),
  "aws:lambda/functionUrl:FunctionUrl": (_, place) => ({
    functionUrl: `https://${amazonId}.lambda-url.${place.region}.on.aws/`,
  }),
  "aws:s3/bucket:Bucket": (_, place, { bucket }) => ({ arn: arns.bucket(place, text(bucket)) }),
  "aws:sqs/queue:Queue": (name, place) => ({
    arn: arns.queue(place, name),
    url: `https://sqs.${place.region}.${place.dnsSuffix}/${place.account}/${name}`,
  }),
  "aws:sns/topic:Topic": (name, place) => ({ arn: arns.topic(place, name) }),
  "aws:kinesis/stream:Stream": (name, place) => ({ arn: arns.stream(place, name) }),
  "aws:dynamodb/table:Table": (name, place) => ({ arn: arns.table(place, name), streamArn: tableStream(place, name) }),
  "aws:cloudwatch/eventBus:EventBus": (name, place) => ({ arn: arns.bus(place, name) }),
  "aws:cloudwatch/eventRule:EventRule": (name, place, inputs) => ({
    arn: arns.rule(place, name, text(inputs.eventBusName) || "default"),
  }),
  "aws:cloudwatch/logGroup:LogGroup": (name, place) => ({ arn: arns.logGroup(place, name) }),
  "aws:secretsmanager/secret:Secret": (name, place) => ({ arn: arns.secret(place, name).replace("??????", "AbCdEf") }),
  "aws:kms/key:Key": (name, place) => ({ arn: arns.key(place, keyId(name)), keyId: keyId(name) }),
  "aws:apigatewayv2/api:Api": (_, place) => ({
    arn: `arn:${place.partition}:apigateway:${place.region}::/apis/${amazonId}`,
    apiEndpoint: `https://${amazonId}.execute-api.${place.region}.${place.dnsSuffix}`,
    executionArn: arns.api(place, amazonId, "").replace(/\/$/, ""),
  }),
  "aws:apigateway/restApi:RestApi": (_, place) => ({
    arn: `arn:${place.partition}:apigateway:${place.region}::/restapis/${amazonId}`,
    executionArn: arns.api(place, amazonId, "").replace(/\/$/, ""),
    rootResourceId: "root",
  }),
};

const tableStream = (place: Place, name: string): string => `${arns.table(place, name)}/stream/2026-01-01T00:00:00.000`;

const LOOKUPS: Readonly<Record<string, (place: Place, inputs: Inputs) => Outputs>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ partition, account }) => ({
    accountId: account,
    arn: `arn:${partition}:iam::${account}:root`,
    userId: account,
  }),
  "aws:index/getRegion:getRegion": ({ region }) => ({ region, id: region }),
  "aws:index/getPartition:getPartition": ({ partition, dnsSuffix }) => ({ partition, dnsSuffix }),
  "aws:kms/getKey:getKey": (place, { keyId: alias }) => ({ arn: arns.key(place, keyId(text(alias))) }),
  "aws:dynamodb/getTable:getTable": (place, { name }) => ({
    name,
    arn: arns.table(place, text(name)),
    streamArn: tableStream(place, text(name)),
  }),
};

/** Answers in AWS's own forms, so that the policies in a plan are the policies of a deployment. */
export function planValues(deployment: Deployment): PlanValues {
  const place = planPlace(deployment);
  return {
    resource({ type, name: logicalName, inputs }) {
      const name = text(inputs.name ?? inputs.bucket) || logicalName;
      const outputs = OUTPUTS[type]?.(name, place, inputs) ?? {};
      const id = type.startsWith("aws:apigateway") ? amazonId : text(outputs.url) || name;
      return { id, outputs: { name, ...outputs } };
    },
    lookup({ token, inputs }) {
      const answer = LOOKUPS[token];
      if (!answer) throw new InternalError(`A plan has no answer for the lookup ${token}.`);
      return answer(place, inputs);
    },
  };
}
