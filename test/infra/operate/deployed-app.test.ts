import { describe, expect, it } from "vitest";
import {
  chosenApps,
  deployedApps,
  deployedFunction,
  deployedResource,
  type DeployedStack,
} from "../../../infra/operate/deployed-app.ts";
import { deployedParts } from "../../../infra/operate/deployed-parts.ts";
import { checkSpec } from "../../../model/checked-spec.ts";
import { resolve } from "../../../model/resolve.ts";
import { fakeApp, fakeOperator } from "./fake-app.ts";

const app = resolve(
  checkSpec({ name: "shop", resources: { jobs: { kind: "queue" } }, functions: { pay: { handler: "pay.ts" } } })
    .deployed.app,
);
const outputs = {
  functions: { pay: { name: "shop-dev-pay", id: "arn" } },
  resources: { jobs: { name: "q", id: "arn", url: "u" } },
};
const local = { target: "localstack", region: "us-east-1", settings: { endpoint: "http://127.0.0.1:1" } };
const stack: DeployedStack = { stack: "dev", app, places: [local], outputs };

describe("what a stack deployed", () => {
  it("is in the outputs themselves where the stack has one place", async () => {
    const [deployed] = await deployedApps(stack);
    expect(deployed).toMatchObject({
      ...outputs,
      deployment: { name: "shop-localstack-us-east-1", prefix: "shop-dev" },
    });
  });

  it("is under the name of its deployment where the stack has several", async () => {
    const places = [local, { target: "aliyun", settings: {} }];
    const several = { "shop-localstack-us-east-1": outputs, "shop-aliyun-cn-hangzhou": outputs };
    const apps = await deployedApps({ ...stack, places, outputs: several });
    expect(apps.map(({ deployment }) => deployment.target)).toEqual(["localstack", "aliyun"]);
    expect(chosenApps(apps, { target: "aliyun" })).toEqual([apps[1]]);
    expect(chosenApps(apps, { region: "us-east-1" })).toEqual([apps[0]]);
    expect(() => chosenApps(apps, { target: "aliyum" })).toThrow(
      expect.objectContaining({
        message: "The stack is not deployed to aliyum.",
        remedy: 'Did you mean "aliyun"? It is deployed to localstack in us-east-1, aliyun in cn-hangzhou.',
      }),
    );
    await expect(deployedApps({ ...stack, places })).rejects.toThrow(
      'The outputs of the stack "dev" do not say what was deployed as shop-localstack-us-east-1.',
    );
  });

  it("is an error where the outputs are those of another program", async () => {
    await expect(deployedApps({ ...stack, outputs: { url: "https://a.example" } })).rejects.toMatchObject({
      remedy: expect.stringContaining("polyfn up -s dev"),
    });
  });

  it("tells what the spec has and the stack has not", async () => {
    const [deployed] = await deployedApps({ ...stack, outputs: { functions: {}, resources: {} } });
    if (deployed === undefined) throw new Error("no app");
    expect(() => deployedFunction(deployed, "pay")).toThrow(
      'The function "pay" is in the spec, but not deployed to localstack in us-east-1.',
    );
    expect(() => deployedResource(deployed, "jobs")).toThrow('The resource "jobs" is in the spec, but not deployed');
    expect(() => deployedFunction(deployed, "play")).toThrow('There is no function "play" in the spec.');
  });

  it("is reached at the server of this machine, or at the one that the caller names", async () => {
    for (const addresses of [undefined, { localstack: "http://127.0.0.1:2" }]) {
      const [deployed] = await deployedApps({ ...stack, ...(addresses && { addresses }) });
      const operator = await deployed?.operator();
      await expect(operator?.listObjects({ name: "b", id: "b" })).rejects.toThrow(
        `The server at http://127.0.0.1:${addresses ? 2 : 1} does not answer`,
      );
    }
  });

  it("is listed with triggers, their sources, and what the spec no longer has", async () => {
    const spec = {
      resources: { jobs: { kind: "queue" } },
      functions: {
        pay: {
          handler: "pay.ts",
          triggers: { onJob: { kind: "queue", queue: "jobs" }, often: { kind: "schedule", rate: "1m" } },
        },
      },
    } as const;
    const deployed = await fakeApp(spec, fakeOperator().operator);
    const gone = { name: "shop-dev-gone", id: "arn:gone" };
    expect(deployedParts({ ...deployed, resources: { ...deployed.resources, gone } })).toEqual({
      target: "aws",
      region: "us-east-1",
      functions: [
        {
          name: "pay",
          cloudName: "shop-dev-pay",
          id: "arn:function:pay",
          url: "https://pay.example/",
          triggers: [
            { name: "often", kind: "schedule" },
            { name: "onJob", kind: "queue", source: "jobs" },
          ].sort((a, b) => (a.name < b.name ? -1 : 1)),
        },
      ],
      resources: [
        {
          name: "jobs",
          cloudName: "shop-dev-jobs",
          id: "arn:resource:jobs",
          url: "https://jobs.example/",
          kind: "queue",
        },
        { name: "gone", cloudName: "shop-dev-gone", id: "arn:gone", kind: "not in the spec" },
      ],
    });
  });
});
