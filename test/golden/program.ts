import { Provider as Alicloud } from "@pulumi/alicloud/provider.js";
import { Provider as Aws } from "@pulumi/aws/provider.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import { App, defineApp } from "../../index.ts";
import { configuration, type Run } from "./registrations.ts";

/** A program on AWS with a provider and a queue of its own, whose outputs the spec takes, and with options for the App. */
export function awsProgram({ onRemarks }: Run): Promise<void> {
  const provider = new Aws("mine", { region: "eu-west-1" });
  const ledger = new Queue("ledger", { name: "ledger" }, { provider });
  const spec = defineApp({
    name: "shop",
    resources: {
      orders: { kind: "queue", visibilityTimeout: "1m" },
      ledger: { kind: "queue", existing: ledger.arn },
    },
    functions: {
      checkout: {
        handler: "checkout.ts",
        environment: { LEDGER: ledger.url },
        triggers: { onOrder: { kind: "queue", queue: "orders" } },
        permissions: { ledger: ["send"] },
      },
    },
  });
  const options = { target: "aws", prefix: "shop-golden", configuration, onRemarks };
  const aliases = [{ name: "store" }];
  const app = new App("shop", spec, options, { provider, aliases, dependsOn: [ledger], protect: true });
  return app.created;
}

/** The same on Aliyun, where resources of a program's own are not needed to show it. */
export function aliyunProgram({ onRemarks }: Run): Promise<void> {
  const provider = new Alicloud("mine", { region: "eu-central-1" });
  const spec = defineApp({
    name: "shop",
    resources: { orders: { kind: "queue" }, files: { kind: "bucket" } },
    functions: {
      checkout: {
        handler: "checkout.ts",
        triggers: { onOrder: { kind: "queue", queue: "orders" }, own: { kind: "http" } },
        permissions: { files: ["write"] },
      },
    },
  });
  const options = { target: "aliyun", provider, prefix: "shop-golden", configuration, onRemarks };
  return new App("shop", spec, options, { retainOnDelete: true }).created;
}
