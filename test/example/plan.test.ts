import { planOf } from "polyfn/testing";
import { expect, test } from "vitest";
import "polyfn/testing/vitest";
import media from "../../polyfn.config.ts";

test("thumbnail reads and writes uploads, and nothing else", async () => {
  const plan = await planOf(media, "aws");
  expect(plan).toAllow("thumbnail", "s3:GetObject", "uploads");
  expect(plan).toAllow("thumbnail", "sqs:SendMessage", "jobs");
  expect(plan).not.toAllow("thumbnail", "dynamodb:GetItem");
});

test("jobs that fail three times go to another queue", async () => {
  expect(await planOf(media, "aws")).toHaveResource("aws:sqs/queue:Queue", {
    name: /-jobs$/,
    redrivePolicy: { maxReceiveCount: 3 },
  });
});
