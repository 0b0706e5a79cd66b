/**
 * The same job with others' tools: packages and templates for functions of a queue that send each job to another queue.
 * The peers bundle the vendor's SDK, as polyfn bundles its client. They are installed into a temporary folder.
 * `npx tsx adapters/aws/bench/peers.ts [functions]`, or POLYFN_BENCH_FUNCTIONS.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { table } from "../../../cli/table.ts";
import { type Goal, printGoals } from "../../../bench/goals.ts";
import { queueSenders } from "../../../bench/many-functions.ts";
import { sizesOr } from "../../../bench/measure.ts";
import { measureCommand, type Usage } from "../../../bench/processes.ts";
import { inProject } from "../../../bench/project.ts";

const PACKAGES = [
  "serverless@3",
  "serverless-esbuild@1",
  "esbuild@0.25",
  "aws-cdk-lib@2",
  "constructs@10",
  "@aws-sdk/client-sqs@3",
];

const handler = (name: string): string => `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const queue = new SQSClient({});
export const handler = async (event) => {
  for (const record of event.Records) {
    const MessageBody = JSON.stringify({ by: "${name}", job: JSON.parse(record.body) });
    await queue.send(new SendMessageCommand({ QueueUrl: process.env.DONE, MessageBody }));
  }
};
`;

const serverlessFile = (names: readonly string[]): string =>
  JSON.stringify({
    service: "workers",
    frameworkVersion: "3",
    provider: {
      name: "aws",
      runtime: "nodejs20.x",
      stage: "dev",
      region: "eu-west-1",
      environment: { DONE: { Ref: "Done" } },
    },
    plugins: ["serverless-esbuild"],
    package: { individually: true },
    custom: { esbuild: { bundle: true, minify: true, sourcemap: true, exclude: [], target: "node20" } },
    functions: Object.fromEntries(
      names.map((name) => [
        name,
        { handler: `functions/${name}.handler`, events: [{ sqs: { arn: { "Fn::GetAtt": ["Jobs", "Arn"] } } }] },
      ]),
    ),
    resources: { Resources: { Jobs: { Type: "AWS::SQS::Queue" }, Done: { Type: "AWS::SQS::Queue" } } },
  });

const cdkProgram = (names: readonly string[]): string => `
import { App, Stack } from "aws-cdk-lib";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";
const stack = new Stack(new App({ outdir: "cdk.out" }), "workers");
const [jobs, done] = [new Queue(stack, "jobs"), new Queue(stack, "done")];
for (const name of ${JSON.stringify(names)}) {
  const made = new NodejsFunction(stack, name, {
    entry: \`functions/\${name}.ts\`,
    runtime: Runtime.NODEJS_20_X,
    environment: { DONE: done.queueUrl },
    depsLockFilePath: "package-lock.json",
    bundling: { minify: true, sourceMap: true, externalModules: [], forceDockerBundling: false },
  });
  made.addEventSource(new SqsEventSource(jobs));
  done.grantSendMessages(made);
}
stack.node.root.synth();
`;

async function measurePeers(names: readonly string[]): Promise<Readonly<Record<"serverless" | "cdk", Usage>>> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-peers-"));
  try {
    await mkdir(join(directory, "functions"));
    await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const install = ["install", "--no-audit", "--no-fund", ...PACKAGES];
    await promisify(execFile)("npm", install, { cwd: directory, maxBuffer: 1 << 26 });
    for (const name of names) await writeFile(join(directory, `functions/${name}.ts`), handler(name));
    await writeFile(join(directory, "serverless.json"), serverlessFile(names));
    await writeFile(join(directory, "cdk.mjs"), cdkProgram(names));
    const env = {
      ...process.env,
      PATH: `${join(directory, "node_modules/.bin")}:${process.env.PATH}`,
      SLS_TELEMETRY_DISABLED: "1",
      SLS_NOTIFICATIONS_MODE: "off",
    };
    const serverless = await measureCommand(join(directory, "node_modules/.bin/serverless"), ["package"], {
      cwd: directory,
      env,
    });
    return { serverless, cdk: await measureCommand(process.execPath, ["cdk.mjs"], { cwd: directory, env }) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

for (const count of sizesOr([100])) {
  const names = Array.from({ length: count }, (_, index) => `f${index}`);
  const polyfn = await inProject(queueSenders(count), ({ directory, command }) =>
    measureCommand(process.execPath, [command, "plan", "--target", "aws", "--json"], { cwd: directory }),
  );
  const { serverless, cdk } = await measurePeers(names);
  const row = (name: string, { wall, cpu, memory }: Usage): string[] => [
    name,
    wall.toFixed(1),
    cpu.toFixed(1),
    `${Math.round(memory / 1024 / 1024)}`,
  ];
  console.log(
    table(
      [`${count} functions`, "Seconds", "Processor seconds", "Memory, MB"],
      [
        row("polyfn plan, from nothing", polyfn),
        row("serverless 3 with serverless-esbuild, package", serverless),
        row("CDK with NodejsFunction, synth", cdk),
      ],
      { colour: false },
    ),
  );
  const why =
    "The goals are for 100 functions: with fewer, loading polyfn and starting the bundler take most of its time. The rest " +
    "is the bundler's work and the zips. A library that every handler imports costs all three alike, and lowers the ratios: " +
    "with zod in each handler they were 0.14x and 0.11x.";
  // Less is better: the part of the peer's processor time that polyfn takes.
  const goals: Goal[] = [
    { what: "processor time against serverless", measured: polyfn.cpu / serverless.cpu, goal: 1 / 8, unit: "x", why },
    { what: "processor time against CDK", measured: polyfn.cpu / cdk.cpu, goal: 1 / 15, unit: "x", why },
  ];
  printGoals(goals);
}
