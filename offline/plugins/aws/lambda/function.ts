import type { Lambda } from "@aws-sdk/client-lambda";
import { Unfinished } from "../../server/plugin.ts";
import { erase, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges } from "../tags.ts";
import { functionTable } from "./function.table.ts";
import { CODE_PROPERTIES, code, configuration, type Inputs, type State, settings } from "./function-settings.ts";
import { whenReady } from "./wait.ts";

/** Seconds to wait for a change from "Pending" to "Active": as long as the real provider waits. */
const ACTIVATION = 600;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const functionType: ResourceType<AwsContext, Inputs, State> = {
  table: functionTable,
  autoName: { property: "name", maxLength: 64 },
  unserved: ["capacityProviderConfig", "durableConfig", "tenancyConfig", "publishTo", "codeSigningConfigArn"],

  async create(aws, inputs) {
    const lambda = await aws.client("lambda");
    const FunctionName = inputs.name ?? "";
    const Code = await code(inputs);
    await whenReady(aws, () =>
      lambda.createFunction({
        ...settings(inputs),
        FunctionName,
        Code,
        Architectures: inputs.architectures as ("arm64" | "x86_64")[] | undefined,
        PackageType: inputs.packageType as "Zip" | "Image",
        Publish: inputs.publish,
        Tags: aws.tags(inputs),
      }),
    );
    try {
      await waitUntilActive(aws, lambda, FunctionName);
      await reserve(lambda, FunctionName, inputs.reservedConcurrentExecutions);
    } catch (cause) {
      throw new Unfinished(FunctionName, { cause });
    }
    return FunctionName;
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const { Configuration, Code, Concurrency, Tags } = await lambda.getFunction({ FunctionName: id });
    if (!Configuration) return undefined;
    const arn = Configuration.FunctionArn ?? "";
    const latest = await newestVersion(lambda, id);
    return {
      ...configuration(Configuration),
      ...(Code?.ImageUri && { imageUri: Code.ImageUri }),
      invokeArn: invokeArn(aws, arn),
      qualifiedArn: `${arn}:${latest}`,
      qualifiedInvokeArn: invokeArn(aws, `${arn}:${latest}`),
      responseStreamingInvokeArn: invokeArn(aws, arn, "response-streaming-invocations"),
      reservedConcurrentExecutions: Concurrency?.ReservedConcurrentExecutions ?? -1,
      sourceCodeHash: last.sourceCodeHash ?? Configuration.CodeSha256,
      version: latest,
      ...aws.tagState(Tags ?? {}),
    };
  },

  async update(aws, id, inputs, old) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.updateFunctionConfiguration({ FunctionName: id, ...settings(inputs) }));
    await waitUntilActive(aws, lambda, id);
    if (codeChanged(inputs, old)) await upload(aws, lambda, id, inputs);
    await reserve(lambda, id, inputs.reservedConcurrentExecutions);
    if (inputs.publish) await whenReady(aws, () => lambda.publishVersion({ FunctionName: id }));
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    const Resource = old.arn ?? "";
    if (remove.length > 0) await lambda.untagResource({ Resource, TagKeys: remove });
    if (Object.keys(set).length > 0) await lambda.tagResource({ Resource, Tags: set });
  },

  async delete(aws, id, last) {
    if (last.skipDestroy) return;
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.deleteFunction({ FunctionName: id }));
  },

  async find(_aws, inputs) {
    return inputs.name;
  },

  recomputed(changed, inputs) {
    const code = CODE_PROPERTIES.some((property) => changed.has(property));
    const published = inputs.publish === true && [...changed].some((property) => !property.startsWith("tags"));
    return [
      "lastModified",
      ...(code
        ? ["codeSha256", "sourceCodeSize", ...(inputs.sourceCodeHash === undefined ? ["sourceCodeHash"] : [])]
        : []),
      ...(published ? ["version", "qualifiedArn", "qualifiedInvokeArn"] : []),
    ];
  },
};

function codeChanged(inputs: Inputs, old: Partial<Inputs & State>): boolean {
  if (inputs.code?.hash !== old.code?.hash) return true;
  return CODE_PROPERTIES.some((property) => {
    const wanted = inputs[property];
    return property !== "code" && wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(old[property]);
  });
}

async function upload(aws: AwsContext, lambda: Lambda, FunctionName: string, inputs: Inputs): Promise<void> {
  const Architectures = inputs.architectures as ("arm64" | "x86_64")[] | undefined;
  const from = await code(inputs);
  await whenReady(aws, () => lambda.updateFunctionCode({ FunctionName, Architectures, ...from }));
  await waitUntilActive(aws, lambda, FunctionName);
}

/** Waits until the function is active and its last update is done; throws with the cloud's reason if either failed. */
async function waitUntilActive(aws: AwsContext, lambda: Lambda, FunctionName: string): Promise<void> {
  const found = await until(() => lambda.getFunctionConfiguration({ FunctionName }), {
    right: ({ State, LastUpdateStatus }) => State !== "Pending" && LastUpdateStatus !== "InProgress",
    seconds: ACTIVATION,
    signal: aws.signal,
  });
  if (found.State === "Pending" || found.State === "Failed") {
    throw new Error(`${FunctionName} is ${found.State}: ${found.StateReason ?? "no reason given"}`);
  }
  if (found.LastUpdateStatus === "InProgress" || found.LastUpdateStatus === "Failed") {
    throw new Error(
      `The change of ${FunctionName} is ${found.LastUpdateStatus}: ${found.LastUpdateStatusReason ?? "no reason given"}`,
    );
  }
}

/** Reserves concurrency; -1 means no reservation, 0 stops the function. */
async function reserve(lambda: Lambda, FunctionName: string, reserved = -1): Promise<void> {
  if (reserved >= 0) {
    await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: reserved });
    return;
  }
  const { ReservedConcurrentExecutions } = await lambda.getFunctionConcurrency({ FunctionName });
  if (ReservedConcurrentExecutions !== undefined) await lambda.deleteFunctionConcurrency({ FunctionName });
}

/** The newest published version, or `$LATEST` when there is none. */
async function newestVersion(lambda: Lambda, FunctionName: string): Promise<string> {
  let newest = 0;
  let Marker: string | undefined;
  do {
    const page = await lambda.listVersionsByFunction({ FunctionName, Marker });
    for (const { Version } of page.Versions ?? []) newest = Math.max(newest, Number(Version) || 0);
    Marker = page.NextMarker;
  } while (Marker);
  return newest === 0 ? "$LATEST" : String(newest);
}

/** URI by which API Gateway calls a function. */
export function invokeArn(aws: AwsContext, arn: string, how = "invocations"): string {
  const date = how === "invocations" ? "2015-03-31" : "2021-11-15";
  return `arn:${aws.partition}:apigateway:${aws.region}:lambda:path/${date}/functions/${arn}/${how}`;
}

export const lambdaFunction = erase(functionType);
