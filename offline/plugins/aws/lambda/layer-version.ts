import type { Architecture, Runtime } from "@aws-sdk/client-lambda";
import type { LayerVersionArgs, LayerVersionState } from "@pulumi/aws/lambda/index.js";
import { zipOf } from "../../server/archive.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { layerVersionTable } from "./tables.ts";

type Inputs = Plain<LayerVersionArgs>;
type State = Plain<LayerVersionState>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
const layerVersionType: ResourceType<AwsContext, Inputs, State> = {
  table: layerVersionTable,

  async create(aws, inputs) {
    const lambda = await aws.client("lambda");
    const { LayerVersionArn } = await lambda.publishLayerVersion({
      LayerName: inputs.layerName,
      Description: inputs.description,
      LicenseInfo: inputs.licenseInfo,
      CompatibleArchitectures: inputs.compatibleArchitectures as Architecture[] | undefined,
      CompatibleRuntimes: inputs.compatibleRuntimes as Runtime[] | undefined,
      Content: inputs.code
        ? { ZipFile: await zipOf(inputs.code) }
        : { S3Bucket: inputs.s3Bucket, S3Key: inputs.s3Key, S3ObjectVersion: inputs.s3ObjectVersion },
    });
    return LayerVersionArn ?? "";
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const found = await lambda.getLayerVersion(parse(id));
    return {
      arn: found.LayerVersionArn,
      codeSha256: found.Content?.CodeSha256,
      compatibleArchitectures: found.CompatibleArchitectures?.length ? found.CompatibleArchitectures : null,
      compatibleRuntimes: found.CompatibleRuntimes?.length ? found.CompatibleRuntimes : null,
      createdDate: found.CreatedDate,
      description: found.Description || null,
      layerArn: found.LayerArn,
      layerName: last.layerName ?? parse(id).LayerName,
      licenseInfo: found.LicenseInfo || null,
      sourceCodeHash: last.sourceCodeHash ?? found.Content?.CodeSha256,
      sourceCodeSize: found.Content?.CodeSize,
      version: String(found.Version),
    };
  },

  // Only `skipDestroy` changes in place, and it is not sent to the cloud.
  async update() {},

  async delete(aws, id, last) {
    if (last.skipDestroy) return;
    const lambda = await aws.client("lambda");
    await lambda.deleteLayerVersion(parse(id));
  },
};

/** `arn:aws:lambda:region:account:layer:NAME:VERSION`. */
function parse(arn: string): { LayerName: string; VersionNumber: number } {
  const [version = "", name = ""] = arn.split(":").reverse();
  return { LayerName: name, VersionNumber: Number(version) };
}

export const layerVersion = erase(layerVersionType);
