import { retry } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { errorCode } from "../errors.ts";

/** Seconds until other services know a new role. */
const PROPAGATION = 60;

/**
 * Errors that pass after a while: a role or a permission that Lambda does not see yet, another update in progress.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#API_CreateFunction_Errors
 */
function passes(error: unknown): boolean {
  const message = error instanceof Error ? error.message : "";
  switch (errorCode(error)) {
    case "InvalidParameterValueException":
      return /cannot be assumed|does not have permissions|execution role|destination ARN|is not authorized/i.test(
        message,
      );
    case "ResourceConflictException":
      return /in progress|Pending|try again/i.test(message) && !/already exist/i.test(message);
    case "ResourceInUseException":
    case "TooManyRequestsException":
      return true;
    default:
      return false;
  }
}

/** Repeats a call while Lambda refuses it with an error that passes. */
export function whenReady<T>(aws: AwsContext, call: () => Promise<T>): Promise<T> {
  return retry(call, { when: passes, seconds: PROPAGATION, signal: aws.signal });
}
