import {
  ComponentResource,
  type CustomResourceOptions,
  output,
  type ResourceTransformation,
  runtime,
} from "@pulumi/pulumi";
import { aliyun } from "../../../adapters/aliyun/adapter.ts";
import type { Artifact, Deployment } from "../../../adapters/contract.ts";
import { deploy } from "../../../infra/deploy.ts";
import { lower } from "../../../infra/graph/lower.ts";
import type { Deployed } from "../../../infra/deployed.ts";
import { parseApp } from "../../../model/parse.ts";
import type { Planned } from "../planned.ts";

/** The account of the server on this machine. */
export const ACCOUNT = "1234567890123456";
export const REGION = "cn-hangzhou";
const ENDPOINT = { endpoint: "http://127.0.0.1:4580", domain: "localhost" };

const artifact = (name: string): Artifact => ({
  zip: import.meta.filename,
  sha256: Buffer.from(name.padEnd(32, "0")).toString("hex").slice(0, 64),
  bytes: 1,
  handler: "index.handler",
  runtime: "nodejs20",
});

const deploymentWith = (settings: Record<string, unknown>): Deployment => ({
  name: "shop",
  target: "aliyun",
  region: REGION,
  prefix: "shop-dev",
  settings,
});

export interface AliyunPlan {
  /** Every resource, sorted by type and logical name, with Outputs resolved. */
  readonly planned: readonly Planned[];
  readonly deployed: Deployed;
  /** Properties in which a resource may differ from its inputs, by its logical name. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

/** Everything that the adapter makes of a spec; what the cloud would report is the adapter's own imagination. */
export async function plan(spec: unknown, settings: Record<string, unknown> = ENDPOINT): Promise<AliyunPlan> {
  const planned: Planned[] = [];
  const ignored = new Map<string, readonly string[]>();
  const note: ResourceTransformation = ({ name, opts }) => {
    ignored.set(name, (opts as CustomResourceOptions).ignoreChanges ?? []);
    return undefined;
  };
  const deployment = deploymentWith(settings);
  const values = aliyun.lowering.planValues(deployment);
  await runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        planned.push({ type, name, inputs });
        const { id, outputs } = values.resource({ type, name, inputs });
        return { id, state: { ...inputs, ...outputs } };
      },
      call: ({ token, inputs }) => ({ ...values.lookup({ token, inputs }) }),
    },
    "project",
    "dev",
    false,
  );
  const app = parseApp(spec);
  const packaged = [...app.functions.values()].filter((fn) => fn.image === undefined);
  try {
    const deployed = await deploy({
      graph: lower({ app, adapter: aliyun, deployment }),
      adapter: aliyun,
      deployment,
      parent: new ComponentResource("polyfn:index:App", "shop", {}, { transformations: [note] }),
      artifacts: new Map(packaged.map(({ name }) => [name, artifact(name)])),
      configuration: { get: () => output("s3cret") },
    });
    await runtime.disconnect();
    planned.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
    return { planned, deployed, ignored };
  } finally {
    await runtime.disconnect();
  }
}

/** Native resources alone. */
export const native = (planned: readonly Planned[]): Planned[] =>
  planned.filter(({ type }) => type.startsWith("alicloud:"));

/** A trigger's configuration, read. */
export const configOf = (inputs: Planned["inputs"]): unknown => JSON.parse(String(inputs.triggerConfig));
