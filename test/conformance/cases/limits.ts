import type { Target } from "../../../adapters/index.ts";
import type { Place } from "../../../offline/drivers/cloud.ts";
import { type ConformanceCase, expectSame } from "../case.ts";
import type { ConformanceCloud } from "../clouds/cloud.ts";

const KB = 1024;
const MB = 1024 * KB;

/**
 * Most bytes that a cloud takes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 * https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits
 * https://www.alibabacloud.com/help/en/mns/product-overview/limits
 */
const aws = { call: 6 * MB, asyncCall: MB, message: MB };
const LIMITS: Readonly<Partial<Record<Target, typeof aws>>> = {
  aws,
  localstack: aws,
  aliyun: { call: 32 * MB, asyncCall: 128 * KB, message: 64 * KB },
};

function limitsOf(target: Target): typeof aws {
  const limits = LIMITS[target];
  if (limits === undefined) throw new Error(`the limits of ${target} are not in the table of this file`);
  return limits;
}

/** A JSON object that is so many bytes long. */
function sized(bytes: number): { text: string } {
  const frame = JSON.stringify({ text: "" }).length;
  return { text: "x".repeat(bytes - frame) };
}

async function refusal(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => false,
    () => true,
  );
}

const calls: ConformanceCase = {
  title: "takes the largest call that the cloud allows, and none that is larger",
  proves: ["function.nodejs"],
  beyond: {
    ministack: "It takes calls of any size.",
    "ministack-full": "It takes calls of any size.",
    localstack: "It takes calls of any size.",
  },
  parts: { functions: { sizer: { handler: "functions/sizer.ts", memory: 512 } } },
  async run({ cloud, function: fn, target }) {
    const { call, asyncCall } = limitsOf(target);
    const { answer } = await cloud.invoke(fn("sizer"), sized(call));
    expectSame(answer, { length: sized(call).text.length }, "the answer");
    const { refused, error } = await cloud.invoke(fn("sizer"), sized(call + 1));
    if (refused === undefined) throw new Error(`a call of one byte more was answered ${error ?? "as if it fitted"}`);
    await cloud.invokeAsync(fn("sizer"), sized(asyncCall));
    expectSame(await refusal(cloud.invokeAsync(fn("sizer"), sized(asyncCall + 1))), true, "a refusal");
  },
};

const results: ConformanceCase = {
  title: "answers with the largest result that the cloud allows, and fails with one that is larger",
  proves: ["function.nodejs"],
  parts: { functions: { generous: { handler: "functions/sizer.ts", memory: 512 } } },
  async run({ cloud, function: fn, target }) {
    const { call } = limitsOf(target);
    const { answer } = await cloud.invoke(fn("generous"), { answer: call });
    expectSame((answer as string).length, call - 2, "the length of the answer");
    const larger = await cloud.invoke(fn("generous"), { answer: call + 1 });
    const { errorMessage = "" } = larger.answer as { errorMessage?: string };
    expectSame(errorMessage.split(". ")[0], `The result has ${call + 1} bytes as JSON; the limit is ${call}`, "why");
  },
};

const messages: ConformanceCase = {
  title: "takes the largest message that the cloud allows, and none that is larger",
  proves: ["resource.queue"],
  beyond: {
    ministack: "It takes messages of at most 256 KB, which was the limit until 2025.",
    "ministack-full": "It takes messages of at most 256 KB, which was the limit until 2025.",
    localstack: "It takes messages of at most 256 KB, which was the limit until 2025.",
  },
  parts: {
    resources: { largeQueue: { kind: "queue" } },
    functions: {
      onLarge: {
        handler: "functions/measurer.ts",
        triggers: largest("largeQueue"),
        permissions: { records: ["send"] },
      },
    },
  },
  async run({ cloud, resource, recorded, target }) {
    const { message } = limitsOf(target);
    await cloud.sendMessage(resource("largeQueue"), JSON.stringify(sized(message)));
    const { data } = await recorded("onLarge", "the message", () => true);
    expectSame(data, { length: sized(message).text.length }, "what arrived");
    expectSame(
      await refusal(cloud.sendMessage(resource("largeQueue"), JSON.stringify(sized(message + 1)))),
      true,
      "a refusal",
    );
  },
};

function largest(queue: string) {
  return { message: { kind: "queue", queue, batchSize: 1 } } as const;
}

const objects: ConformanceCase = {
  title: "keeps every byte of a large object",
  proves: ["resource.bucket"],
  parts: { resources: { heavy: { kind: "bucket" } } },
  async run({ cloud, resource, run }) {
    const body = Buffer.alloc(8 * MB, "0123456789abcdef");
    body.write(run, body.length - run.length);
    await roundTrip(cloud, resource("heavy"), body);
  },
};

async function roundTrip(cloud: ConformanceCloud, bucket: Place, body: Buffer): Promise<void> {
  await cloud.putObject(bucket, "large", body, "application/octet-stream");
  const found = await cloud.getObject(bucket, "large");
  if (found === undefined || !body.equals(found)) throw new Error("it came back as something else");
}

export const limitCases = [calls, results, messages, objects];
