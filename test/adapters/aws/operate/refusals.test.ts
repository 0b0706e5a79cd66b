import { describe, expect, it } from "vitest";
import { refusingCloud } from "../../../../adapters/aws/operate/refusals.ts";
import type { Operator } from "../../../../adapters/operate.ts";
import { refusalsAsUserErrors } from "../../../../adapters/shared/refusals.ts";
import { adapterFor } from "../../../../infra/targets.ts";
import { UserError } from "../../../../model/errors.ts";
import { sdkError } from "./fake-clients.ts";

const fn = { name: "app-pay", id: "arn" };

async function thrown(error: unknown, endpoint?: string): Promise<UserError> {
  const failing = {
    invoke: async () => {
      throw error;
    },
  } as unknown as Operator;
  return refusalsAsUserErrors(failing, refusingCloud(endpoint))
    .invoke(fn, { mode: "sync" })
    .then(
      () => expect.unreachable(),
      (found) => found,
    );
}

describe("refusals of AWS", () => {
  it.each([
    ["CredentialsProviderError", "There are no credentials for AWS: said (CredentialsProviderError).", "AWS_PROFILE"],
    ["ExpiredTokenException", "AWS does not accept the credentials: said (ExpiredTokenException).", "Log in anew"],
    ["UnrecognizedClientException", "AWS does not accept the credentials: said", "access key"],
    [
      "AccessDeniedException",
      "AWS denies access to app-pay: said (AccessDeniedException).",
      "lambda:InvokeFunction for arn.",
    ],
    ["ResourceNotFoundException", "AWS does not know app-pay: said (ResourceNotFoundException).", "Deploy the stack"],
    ["QueueDoesNotExist", "AWS does not know app-pay: said (QueueDoesNotExist).", "Deploy the stack"],
    ["TooManyRequestsException", "AWS refused the request for app-pay: said (TooManyRequestsException).", ""],
  ])("are errors of the user with the cloud's code: %s", async (code, message, remedy) => {
    const error = await thrown(sdkError(code, "said."));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(message);
    expect(error.remedy).toContain(remedy);
  });

  it("name the server on this machine, and say when it does not answer", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
    const { message } = await thrown(refused, "http://127.0.0.1:1");
    expect(message).toBe("The server at http://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1.");
  });

  it("leave faults of the cloud and of polyfn as they are", async () => {
    const fault = Object.assign(sdkError("ServiceException", "sorry", 500), { $fault: "server" });
    expect(await thrown(fault)).toBe(fault);
    const bug = new TypeError("bug");
    expect(await thrown(bug)).toBe(bug);
  });
});

describe("the operator of AWS", () => {
  it("opens without a request, and says what is wrong at the first one", async () => {
    const { operate } = await adapterFor("localstack");
    const operator = await operate?.open({ region: "us-east-1", settings: { endpoint: "http://127.0.0.1:1" } });
    await expect(operator?.readSecret(fn)).rejects.toThrow("The server at http://127.0.0.1:1 does not answer");
  });
});
