import type { FunctionClient } from "../../../../runtime/clients.ts";
import { readResult } from "../../../../runtime/core/body.ts";
import { checkJson, toJson } from "../../../../runtime/core/json.ts";
import { InvocationError } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../bindings.ts";
import * as hosts from "../hosts.ts";
import { jsonRefusal, type Service, send } from "../http.ts";
import { type ApiCall, signApi } from "../signing/acs3.ts";

const fc: Service<ApiCall> = { sign: signApi, refusal: jsonRefusal };
/** A little more than the longest time a function may run, in milliseconds. */
const LONGEST = 86_460_000;

interface Failure {
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly stackTrace?: readonly string[] | string;
}

/** Function Compute (https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-invokefunction). */
export const functionClient: ClientFactory<"function"> = ({ function: target, qualifier }, name): FunctionClient => {
  const call = (payload: unknown, type: "Sync" | "Async"): ApiCall => ({
    host: hosts.fc(),
    path: `/2023-03-30/functions/${target}/invocations`,
    query: qualifier === undefined ? {} : { qualifier },
    action: "InvokeFunction",
    version: "2023-03-30",
    headers: { "content-type": "application/octet-stream", "x-fc-invocation-type": type },
    body: toJson(payload),
  });
  return {
    async invoke(payload) {
      checkJson(`invoke of function "${name}"`, "payload", payload);
      // A call without an answer may have done its work, so it is not repeated.
      const answer = await send(fc, call(payload, "Sync"), { timeout: LONGEST, repeatable: false });
      const text = await answer.text();
      const { "x-fc-error-type": kind } = answer.headers;
      if (kind === undefined) return readResult(text);
      throw failure(text, kind, name);
    },
    async invokeAsync(payload) {
      checkJson(`invokeAsync of function "${name}"`, "payload", payload);
      await send(fc, call(payload, "Async"));
    },
  };
};

function failure(text: string, kind: string, name: string): InvocationError {
  let said: Failure = {};
  try {
    said = { ...JSON.parse(text) };
  } catch {
    said = { errorMessage: text };
  }
  const { errorType = kind, errorMessage = "no message", stackTrace = [] } = said;
  const stack = typeof stackTrace === "string" ? stackTrace.split("\n") : stackTrace;
  return new InvocationError(`function "${name}" failed: ${errorType}: ${errorMessage}`, name, errorType, stack);
}
