import type { FunctionClient } from "../../../../runtime/clients.ts";
import { readResult } from "../../../../runtime/core/body.ts";
import { encode } from "../../../../runtime/core/digest.ts";
import type { CallOptions, HttpResponse } from "../../../../runtime/core/http-request.ts";
import { checkJson, toJson } from "../../../../runtime/core/json.ts";
import { InvocationError } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../bindings.ts";
import { type Service, send } from "../call.ts";
import { jsonError } from "../json-protocol.ts";

const lambda: Service = { name: "lambda", variable: "LAMBDA", errorIn: jsonError };

/** Longest time a function may run, and a minute more (milliseconds). */
const LONGEST = 960_000;

interface ErrorPayload {
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly trace?: readonly string[];
}

/** AWS Lambda (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). */
export const functionClient: ClientFactory<"function"> = ({ function: target, qualifier }, name): FunctionClient => {
  const query: Record<string, string> = qualifier === undefined ? {} : { Qualifier: qualifier };
  const invoke = (type: string, payload: unknown, options?: CallOptions): Promise<HttpResponse> => {
    const call = {
      method: "POST",
      path: `/2015-03-31/functions/${encode(target)}/invocations`,
      query,
      headers: { "content-type": "application/octet-stream", "x-amz-invocation-type": type },
      body: toJson(payload),
    };
    return send(lambda, call, options);
  };
  return {
    async invoke(payload) {
      checkJson(`invoke of function "${name}"`, "payload", payload);
      // A call that broke off may have done its work: it is not made twice.
      const answer = await invoke("RequestResponse", payload, { timeout: LONGEST, repeatable: false });
      const result = readResult(await answer.text());
      if (answer.headers["x-amz-function-error"] === undefined) return result;
      const { errorType = "Error", errorMessage = "no message", trace } = (result ?? {}) as ErrorPayload;
      throw new InvocationError(`function "${name}" failed: ${errorType}: ${errorMessage}`, name, errorType, trace);
    },
    async invokeAsync(payload) {
      checkJson(`invokeAsync of function "${name}"`, "payload", payload);
      await invoke("Event", payload);
    },
  };
};
