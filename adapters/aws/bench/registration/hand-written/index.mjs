// The functions of the bench as a Pulumi user writes them: the same native resources, one after the other.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const functions = Number(process.env.POLYFN_BENCH_FUNCTIONS ?? 333);
const code = new pulumi.asset.FileArchive(process.env.POLYFN_BENCH_ZIP);
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const tags = { app: "bench" };

const policy = (queue, logs) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [pulumi.interpolate`${logs.arn}:*`],
      },
      {
        Effect: "Allow",
        Action: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        Resource: [queue.arn],
      },
    ],
  });

for (let index = 0; index < functions; index++) {
  const name = `bench-worker${index}`;
  const queue = new aws.sqs.Queue(`bench-jobs${index}`, { name: `jobs${index}`, visibilityTimeoutSeconds: 180, tags });
  const logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { name: `/aws/lambda/${name}`, retentionInDays: 30, tags });
  const role = new aws.iam.Role(`${name}-role`, { name, assumeRolePolicy: trust, tags });
  new aws.iam.RolePolicy(`${name}-policy`, { name: "policy", role: role.name, policy: policy(queue, logs) });
  const worker = new aws.lambda.Function(name, {
    name,
    role: role.arn,
    code,
    handler: "index.handler",
    runtime: "nodejs22.x",
    architectures: ["x86_64"],
    memorySize: 256,
    timeout: 30,
    environment: { variables: { STAGE: "bench" } },
    tags,
  });
  new aws.lambda.EventSourceMapping(`${name}-onJob`, {
    functionName: worker.name,
    eventSourceArn: queue.arn,
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
}
