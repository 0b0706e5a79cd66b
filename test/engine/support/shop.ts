/** A Pulumi program in TypeScript as a user of the published package writes it, with its own resources. */
export const shopFiles: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ name: "shop", private: true, type: "module" }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { target: "es2022", module: "nodenext", strict: true, skipLibCheck: true, types: ["node"] },
    include: ["index.ts", "functions"],
  }),
  "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.js\n",
  // Tells the command line which environment the program needs; the program itself does not read it.
  "Pulumi.dev.yaml": "config:\n  polyfn:target: localstack\n",

  "index.ts": `
import { Provider } from "@pulumi/aws/provider.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import { App, type FunctionOverride } from "polyfn";

const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
const services = ["cloudwatch", "events", "iam", "lambda", "logs", "cloudwatchlogs", "sqs", "sts"];
const provider = new Provider("mine", {
  region: "eu-west-1",
  accessKey: "test",
  secretKey: "test",
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  endpoints: [Object.fromEntries(services.map((service) => [service, endpoint]))],
});
const ledger = new Queue("ledger", { name: "a-ledger-of-their-own" }, { provider });

const shop = new App(
  "shop",
  {
    name: "shop",
    resources: {
      orders: { kind: "queue", visibilityTimeout: "1m" },
      ledger: { kind: "queue", existing: ledger.arn },
    },
    functions: {
      checkout: {
        handler: "functions/checkout.ts",
        timeout: "10s",
        environment: { LEDGER: ledger.url },
        triggers: { onOrder: { kind: "queue", queue: "orders" } },
        permissions: { ledger: ["send"] },
      },
    },
  },
  { target: "aws", provider },
  {
    transforms: [
      ({ type, props, opts }) =>
        type === "aws:lambda/function:Function" ? { props: { ...props, description: "transformed" }, opts } : undefined,
    ],
  },
);

export const override: FunctionOverride = { aws: { function: { memorySize: 256 } } };
// @ts-expect-error: the input is called memorySize.
export const misspelt: FunctionOverride = { aws: { function: { memorySzie: 256 } } };

// @ts-expect-error: there is no function of this name.
void shop.functions.chekout;

export const orders = shop.resources.orders.url;
export const checkout = shop.functions.checkout.name;
export const ledgerUrl = ledger.url;
`,

  "functions/checkout.ts": `
import { defineHandler } from "polyfn/runtime";

export default defineHandler({
  async queue(batch, ctx) {
    const ledger = ctx.resources.ledger as { send(message: unknown): Promise<unknown> };
    await batch.each((message) => ledger.send({ order: message.data, at: process.env.LEDGER }));
  },
});
`,
};
