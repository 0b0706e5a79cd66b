import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { FunctionClient } from "../../../../runtime/clients.ts";
import { readResult } from "../../../../runtime/core/body.ts";
import { checkJson, toJson } from "../../../../runtime/core/json.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import { InvocationError } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../facts.ts";

const lambda = lazy(() => new LambdaClient());

interface ErrorPayload {
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly trace?: readonly string[];
}

/** AWS Lambda. */
export const functionClient: ClientFactory<"function"> = (
  { function: FunctionName, qualifier: Qualifier },
  name,
): FunctionClient => ({
  async invoke(payload) {
    checkJson(`invoke of function "${name}"`, "payload", payload);
    const answer = await lambda().send(new InvokeCommand({ FunctionName, Qualifier, Payload: toJson(payload) }));
    const result = readResult(Buffer.from(answer.Payload ?? []).toString());
    if (answer.FunctionError === undefined) return result;
    const { errorType = "Error", errorMessage = "no message", trace } = (result ?? {}) as ErrorPayload;
    throw new InvocationError(`function "${name}" failed: ${errorType}: ${errorMessage}`, name, errorType, trace);
  },
  async invokeAsync(payload) {
    checkJson(`invokeAsync of function "${name}"`, "payload", payload);
    const Payload = toJson(payload);
    await lambda().send(new InvokeCommand({ FunctionName, Qualifier, InvocationType: "Event", Payload }));
  },
});
