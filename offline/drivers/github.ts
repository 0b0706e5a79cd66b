import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { PushEvent } from "@octokit/webhooks-types";

interface Sample {
  readonly name: string;
  readonly examples: readonly PushEvent[];
}

/** Pushes as GitHub really sent them, published by GitHub's own SDK team. The package is CommonJS around a JSON file. */
export function githubPushes(): readonly PushEvent[] {
  const samples: readonly Sample[] = createRequire(import.meta.url)("@octokit/webhooks-examples");
  return samples.find((sample) => sample.name === "push")?.examples ?? [];
}

/** The value of `X-Hub-Signature-256`. */
export const githubSignature = (body: string, secret: string): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/**
 * Headers and body of a webhook call as GitHub makes it.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function githubDelivery(event: string, payload: unknown, secret: string) {
  const body = JSON.stringify(payload);
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/polyfn",
      "x-github-event": event,
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": githubSignature(body, secret),
    },
  };
}
