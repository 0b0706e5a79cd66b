import { testHandler } from "polyfn/testing";
import { expect, test } from "vitest";
import spec from "../polyfn.config.ts";

const receive = testHandler(spec, "receive", { secrets: { webhookSecret: "a secret" } });

const push = { ref: "refs/heads/main", after: "c0ffee", repository: { full_name: "me/app" } };
const headers = { "x-github-event": "push" };

test("records a push", async () => {
  expect((await receive.webhook({ body: push, headers })).status).toBe(204);
  const { rows } = await receive.resources.pushes.query({ partition: "me/app" });
  expect(rows).toMatchObject([{ ref: "refs/heads/main", commit: "c0ffee" }]);
});

test("refuses a push without a repository", async () => {
  expect((await receive.webhook({ body: { ref: "refs/heads/main" }, headers })).status).toBe(400);
});

test("refuses a request without a signature", async () => {
  expect((await receive.webhook({ body: push, headers }, { sign: false })).status).toBe(401);
});
