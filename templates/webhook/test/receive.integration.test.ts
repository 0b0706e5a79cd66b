import { createHmac } from "node:crypto";
import { deploy, type TestApp } from "polyfn/testing";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";

const webhookSecret = "a secret of this test";
const body = JSON.stringify({ ref: "refs/heads/main", after: "c0ffee", repository: { full_name: "me/app" } });

/** A delivery as GitHub makes it (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries). */
const delivery = (secret: string) => ({
  method: "POST",
  body,
  headers: {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": "1",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  },
});

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target], config: { webhookSecret } });
  });
  // Says why a test fails: an error of the handler, a missing permission, or no call at all.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const lines = await app.logs("receive");
    console.error(lines.length === 0 ? "receive logged nothing: no trigger called it" : lines);
  });

  test("a signed push is recorded", async () => {
    const answer = await app.functions.receive.request("/", delivery(webhookSecret));
    expect(answer.status, answer.text).toBe(204);
    expect(await app.resources.pushes.get({ repository: "me/app", id: "1" })).toMatchObject({ commit: "c0ffee" });
  });

  test("a push with another signature is refused", async () => {
    expect((await app.functions.receive.request("/", delivery("guessed"))).status).toBe(401);
  });
});
