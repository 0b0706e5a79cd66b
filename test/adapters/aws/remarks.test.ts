import { expect, test } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { remarksOn } from "../../../adapters/aws/remarks.ts";
import { deploymentOf } from "../../../infra/deployment.ts";
import { parseApp } from "../../../model/parse.ts";

const KEY = { kind: "key", existing: "arn:aws:kms:eu-west-1:123456789012:key/1" };

function keyRemarks(resources: object, triggers: object = {}) {
  const functions = { f: { handler: "f.ts", triggers } };
  const app = parseApp({ name: "shop", resources, functions });
  return remarksOn(app, deploymentOf({ app: "shop", stack: "dev", adapter: aws })).filter(
    ({ code }) => code === "key-policy",
  );
}

test("an adopted key must let a topic deliver to its queues", () => {
  const found = keyRemarks({
    theirs: KEY,
    jobs: { kind: "queue", key: "theirs" },
    other: { kind: "queue", key: "theirs" },
    news: { kind: "topic", queues: { jobs: {} } },
  });
  expect(found).toMatchObject([
    {
      path: ["resources", "theirs"],
      message:
        'sns.amazonaws.com can deliver to "jobs" only if the policy of the adopted key allows it, and polyfn does not change that policy.',
      remedy: expect.stringContaining(
        "Allow sns.amazonaws.com kms:Decrypt and kms:GenerateDataKey in the key's policy",
      ),
    },
  ]);
});

test("an adopted key must let rules and topics deliver dead letters to its queues", () => {
  const resources = {
    theirs: KEY,
    dead: { kind: "queue", key: "theirs" },
    news: { kind: "topic" },
    events: { kind: "bus" },
  };
  const triggers = {
    onNews: { kind: "topic", topic: "news", deadLetter: "dead" },
    onEvent: { kind: "bus", bus: "events", deadLetter: "dead", pattern: { type: ["a"] } },
  };
  expect(keyRemarks(resources, triggers).map(({ message }) => message)).toEqual([
    expect.stringContaining('sns.amazonaws.com and events.amazonaws.com can deliver to "dead" only'),
  ]);
});

test.each([
  ["own keys", { theirs: { kind: "key" }, jobs: { kind: "queue", key: "theirs" } }],
  ["queues without a key", { theirs: KEY, jobs: { kind: "queue" } }],
])("topics that deliver with %s need nothing more", (_, resources) => {
  expect(keyRemarks({ ...resources, news: { kind: "topic", queues: { jobs: {} } } })).toEqual([]);
});

test("an adopted key of a queue that only functions send to needs nothing more", () => {
  expect(keyRemarks({ theirs: KEY, jobs: { kind: "queue", key: "theirs" } })).toEqual([]);
});
