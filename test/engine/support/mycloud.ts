/** An adapter in a package of its own, as somebody else writes it: functions and queues on an endpoint that speaks AWS' protocol. */
export const adapterFiles: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: "@me/polyfn-mycloud",
    version: "1.0.0",
    type: "module",
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    files: ["index.js", "index.d.ts", "runtime"],
    peerDependencies: { polyfn: "*", "@pulumi/aws": "*" },
  }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      strict: true,
      skipLibCheck: true,
      declaration: true,
      types: ["node"],
    },
    include: ["index.ts", "runtime"],
  }),
  // The code that runs in functions.
  "runtime/entry.ts": `
import { createShim, type ShimSetup } from "polyfn/adapter/shim";

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export function createHandler(user: object, setup: ShimSetup) {
  const shim = createShim(user, setup);
  return (event: unknown, context: Context) =>
    shim(
      event,
      { requestId: context.awsRequestId, context, remaining: () => context.getRemainingTimeInMillis() },
      (result) => result,
    );
}
`,
  "runtime/triggers/queue.ts": `
import { bySource, queueCodec, type QueueTrigger, readBody, timeOf } from "polyfn/adapter/shim";

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly eventSourceARN: string;
  readonly attributes: { readonly SentTimestamp: string; readonly ApproximateReceiveCount: string };
}

interface Event {
  readonly Records: readonly Message[];
}

export const queue = queueCodec<Event, QueueTrigger>({
  matches: (event): event is Event => Array.isArray((event as Event | null)?.Records),
  triggerOf: bySource(({ Records }) => Records[0]?.eventSourceARN),
  decode: ({ Records }) =>
    Records.map((raw) => ({
      specversion: "1.0",
      id: raw.messageId,
      source: raw.eventSourceARN,
      type: "polyfn.queue.message",
      time: timeOf(raw.attributes.SentTimestamp),
      ...readBody(raw.body),
      attributes: {},
      receives: Number(raw.attributes.ApproximateReceiveCount),
      raw,
    })),
  async acknowledge(messages, attempt) {
    const failed = await attempt(messages);
    return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
  },
});
`,
  "index.ts": `
import { join } from "node:path";
import {
  declaredInputs,
  defineAdapter,
  functionGroup,
  type LoweringScope,
  native,
  nodeEntry,
  type OverridableChildren,
  type OverridesOf,
  packageOf,
  type PartHandle,
  ref,
  refused,
  type ResolvedFunction,
  type ResolvedResource,
  type ResolvedTrigger,
  resourceGroup,
  type ResourceTypes,
  triggerGroup,
  unsupportedOthers,
} from "polyfn/adapter";

const types = {
  "pulumi:providers:aws": async () => (await import("@pulumi/aws/provider.js")).Provider,
  "aws:iam/role:Role": async () => (await import("@pulumi/aws/iam/role.js")).Role,
  "aws:lambda/function:Function": async () => (await import("@pulumi/aws/lambda/function.js")).Function,
  "aws:lambda/eventSourceMapping:EventSourceMapping": async () =>
    (await import("@pulumi/aws/lambda/eventSourceMapping.js")).EventSourceMapping,
  "aws:sqs/queue:Queue": async () => (await import("@pulumi/aws/sqs/queue.js")).Queue,
} as const satisfies ResourceTypes;
type Types = typeof types;

const overridable = {
  function: { function: ["aws:lambda/function:Function"], role: ["aws:iam/role:Role"] },
  resources: { queue: { queue: ["aws:sqs/queue:Queue"] } },
} as const satisfies OverridableChildren<Types>;

export type { OverrideTypes } from "polyfn/overrides";
declare module "polyfn/overrides" {
  interface OverrideTypes {
    readonly mycloud: OverridesOf<Types, typeof overridable>;
  }
}

const endpoint = (): string => process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566";
const services = ["iam", "lambda", "sqs", "sts"];

function queue(scope: LoweringScope, resource: ResolvedResource<"queue">): PartHandle {
  const { component, group } = resourceGroup<Types>(scope, resource, "polyfn:mycloud:Queue");
  const node = group.add("aws:sqs/queue:Queue", "queue", {
    name: \`\${scope.deployment.prefix}-\${resource.name}\`,
    visibilityTimeoutSeconds: resource.spec.visibilityTimeout,
  });
  return { name: ref(node, "name"), id: ref(node, "arn"), url: ref(node, "url"), component, nodes: group.nodes };
}

function lowerFunction(scope: LoweringScope, fn: ResolvedFunction): PartHandle {
  const { component, group } = functionGroup<Types>(scope, fn, "polyfn:mycloud:Function");
  const role = group.add("aws:iam/role:Role", "role", {
    name: \`\${scope.deployment.prefix}-\${fn.name}\`,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
    }),
  });
  const node = group.add("aws:lambda/function:Function", "function", {
    name: \`\${scope.deployment.prefix}-\${fn.name}\`,
    role: ref(role, "arn"),
    code: packageOf(fn.name, "archive"),
    sourceCodeHash: packageOf(fn.name, "sha256Base64"),
    handler: "index.handler",
    runtime: "nodejs22.x",
    memorySize: fn.memory,
    timeout: fn.timeout,
  });
  return { name: ref(node, "name"), id: ref(node, "arn"), component, nodes: group.nodes };
}

function queueTrigger(scope: LoweringScope, trigger: ResolvedTrigger<"queue">) {
  const group = triggerGroup<Types>(scope, trigger, "mapping");
  group.add("aws:lambda/eventSourceMapping:EventSourceMapping", "mapping", {
    eventSourceArn: scope.resource(trigger.spec.queue).id,
    functionName: scope.function(trigger.function).name,
    batchSize: trigger.spec.batchSize,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
  return { nodes: group.nodes };
}

const name = (title: string, service: string) => ({
  title,
  min: 1,
  max: 60,
  pattern: /^[\\w-]+$/,
  allowed: "letters, digits, hyphens and underscores",
  services: [service],
});

export default defineAdapter({
  name: "mycloud",
  title: "My Cloud",
  support: unsupportedOthers(
    {
      "function.nodejs": native,
      "function.logRetention": native,
      queue: native,
      "queue.batch": native,
      "queue.partialFailures": native,
      "resource.queue": native,
    },
    "Use another target.",
  ),
  proof: "plan",
  overrides: ["mycloud"],
  settings: {},
  loopback: endpoint,
  rules: {
    cloud: "My Cloud",
    service: "My Cloud",
    package: { zipped: 50 * 1024 * 1024 },
    functions: { memory: { unit: "MB", max: 1024 } },
    triggers: {},
    resources: {},
    names: {
      function: ({ prefix }, own) => \`\${prefix}-\${own}\`,
      resource: ({ prefix }, resource) => \`\${prefix}-\${resource.name}\`,
      identifier: { start: "arn:", beforeService: "arn:aws:", service: 2, parts: 6 },
      functions: name("a function", "lambda"),
      resources: {
        bucket: name("a bucket", "s3"),
        queue: name("a queue", "sqs"),
        topic: name("a topic", "sns"),
        stream: name("a stream", "kinesis"),
        table: name("a table", "dynamodb"),
        bus: name("an event bus", "events"),
        secret: name("a secret", "secretsmanager"),
        key: name("a key", "kms"),
        api: name("an API", "apigateway"),
      },
    },
    tags: {
      max: 10,
      reserved: /^mine:/,
      why: "Tags that begin with mine: are the cloud's own.",
      values: { allowed: /^.{0,100}$/s, why: "The value of a tag has at most 100 characters." },
    },
    environment: {
      maxBytes: 4096,
      reserved: /^MY_/,
      type: "aws:lambda/function:Function",
      variables: ["environment", "variables"],
    },
    destinations: { functions: {}, triggers: {}, resources: {} },
    perSource: {},
    policies: [],
  },
  check: () => [],
  package: (fn, app) => ({
    kind: "node",
    syntax: "node22",
    entry: (handlerModule) =>
      nodeEntry(fn, app, {
        shim: join(import.meta.dirname, "runtime"),
        extension: ".js",
        handlerModule,
        told: ({ spec }) => (spec.kind === "queue" ? { partialFailures: spec.partialFailures } : {}),
      }),
    handler: "index.handler",
    runtime: "nodejs22.x",
  }),
  lowering: {
    types,
    declared: declaredInputs("@pulumi/aws", import.meta.url),
    planValues: () => ({
      resource: ({ name }) => ({ id: name, outputs: { arn: \`arn:mine:\${name}\`, url: \`https://\${name}.example\` } }),
      lookup: () => ({}),
    }),
    provider: ({ name }) => ({
      package: "aws",
      name: \`\${name}-mycloud\`,
      inputs: {
        region: "eu-west-1",
        accessKey: "test",
        secretKey: "test",
        skipCredentialsValidation: true,
        skipMetadataApiCheck: true,
        endpoints: [Object.fromEntries(services.map((service) => [service, endpoint()]))],
      },
      replaceable: false,
    }),
    context: () => undefined,
    function: lowerFunction,
    resources: {
      queue,
      bucket: refused,
      topic: refused,
      stream: refused,
      table: refused,
      bus: refused,
      secret: refused,
      key: refused,
      api: refused,
    },
    triggers: {
      queue: queueTrigger,
      http: refused,
      webhook: refused,
      schedule: refused,
      topic: refused,
      bucket: refused,
      stream: refused,
      table: refused,
      bus: refused,
      log: refused,
    },
    attach: {},
  },
});

`,
};
