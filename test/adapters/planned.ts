import { ComponentResource, runtime } from "@pulumi/pulumi";
import type { Adapter, Artifact, Deployment } from "../../adapters/contract.ts";
import { deploy } from "../../infra/deploy.ts";
import { lower } from "../../infra/graph/lower.ts";
import { parseApp } from "../../model/parse.ts";

/** A native resource or component as the engine would be asked for it. */
export interface Planned {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export const ACCOUNT = "123456789012";

/** The cloud's outputs that other resources use. */
function attributes(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  return {
    arn: type.startsWith("aws:kms/") ? `arn:of:${name}` : `arn:aws:iam::${ACCOUNT}:role/${inputs.name}`,
    keyId: `${name}-id`,
    url: `https://url.of/${inputs.name}`,
    version: "7",
    apiEndpoint: `https://${name}.example`,
    executionArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:${name}-id`,
    streamArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/${inputs.name}/stream/2026-01-01T00:00:00.000`,
    functionUrl: `https://${name}.lambda-url.example/`,
    rootResourceId: "root",
    ...inputs,
    type,
  };
}

const ANSWERS: Readonly<Record<string, Record<string, string>>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: ACCOUNT },
  "aws:index/getRegion:getRegion": { region: "eu-west-1" },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:kms/getKey:getKey": { arn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/found-by-alias` },
  "aws:dynamodb/getTable:getTable": {
    streamArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/existing/stream/2026-01-01T00:00:00.000`,
  },
};

const artifact = (name: string): Artifact => ({
  zip: import.meta.filename,
  sha256: Buffer.from(name.padEnd(32, "0")).toString("hex").slice(0, 64),
  bytes: 1,
  handler: "index.handler",
  runtime: "nodejs22.x",
});

export const deploymentOf = (adapter: Adapter, settings: Record<string, unknown> = {}): Deployment => ({
  name: "shop",
  target: adapter.name,
  region: "eu-west-1",
  prefix: "shop-dev",
  settings,
});

/** Every resource that an adapter makes of a spec, by "<type> <name>", with Outputs resolved. */
export async function plannedBy(
  adapter: Adapter,
  spec: unknown,
  settings: Record<string, unknown> = {},
): Promise<Planned[]> {
  const planned: Planned[] = [];
  await runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        planned.push({ type, name, inputs });
        return { id: `${name}-id`, state: attributes(type, name, inputs) };
      },
      call: ({ token }) => ANSWERS[token] ?? {},
    },
    "project",
    "dev",
    false,
  );
  const app = parseApp(spec);
  const parent = new ComponentResource("polyfn:index:App", "shop", {}, {});
  const functions = [...app.functions.values()].filter((fn) => fn.image === undefined);
  try {
    const deployment = deploymentOf(adapter, settings);
    await deploy({
      graph: lower({ app, adapter, deployment }),
      adapter,
      deployment,
      parent,
      artifacts: new Map(functions.map(({ name }) => [name, artifact(name)])),
      configuration: { get: () => undefined } as never,
    });
  } finally {
    await runtime.disconnect();
  }
  return planned.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}

/** The resources of one type, by logical name. */
export const ofType = (planned: readonly Planned[], type: string): Planned[] =>
  planned.filter((resource) => resource.type === type || resource.type.endsWith(`:${type}`));

/** The only resource of a type with a logical name. */
export function one(planned: readonly Planned[], type: string, name: string): Planned["inputs"] {
  const found = ofType(planned, type).filter((resource) => resource.name === name);
  if (found.length !== 1 || !found[0]) {
    const names = ofType(planned, type).map((resource) => resource.name);
    throw new Error(`${found.length} resources "${name}" of type ${type}; there are ${names.join(", ") || "none"}`);
  }
  return found[0].inputs;
}
