import { UserError } from "../../../model/errors.ts";
import type { Operator } from "../../operate.ts";

/** What the SDK throws, as far as it is known. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $fault?: "client" | "server";
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Codes of credentials that AWS does not accept, as its services spell them. */
const BAD_CREDENTIALS =
  /Expired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|AuthFailure|InvalidToken|MissingAuthenticationToken/;
const NONE = /^(CredentialsProviderError|TokenProviderError)$/;
const DENIED = /AccessDenied|NotAuthorized|Unauthorized|^AuthorizationError|^Forbidden/;
const MISSING = /NotFound|NoSuch|NonExistent|DoesNotExist|^404$/;
const UNREACHED = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/;

/** The same operator, whose methods throw refusals of the cloud as errors of the user. */
export function refusalsAsUserErrors(operator: Operator, endpoint: string | undefined): Operator {
  const cloud = endpoint === undefined ? "AWS" : `The server at ${endpoint}`;
  return new Proxy(operator, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...args: readonly unknown[]) => {
        try {
          return await method.apply(target, args);
        } catch (error) {
          throw explained(error as SdkError, cloud, partIn(args));
        }
      };
    },
  });
}

const partIn = ([part]: readonly unknown[]): string | undefined =>
  typeof part === "object" && part !== null && "name" in part ? String(part.name) : undefined;

/** A refusal as an error of the user; anything else as it is. */
function explained(error: SdkError, cloud: string, part = "the deployment"): Error {
  if (error instanceof UserError) return error;
  const said = `${error.message} (${error.name})`.replace(/\.? \(/, " (");
  const refused = (message: string, remedy: string) => new UserError(message, remedy, { cause: error });
  if (NONE.test(error.name)) {
    return refused(
      `There are no credentials for AWS: ${said}.`,
      'Log in, for example with "aws sso login", and set AWS_PROFILE; or set the access key in the environment.',
    );
  }
  if (UNREACHED.test(error.code ?? error.name)) {
    return refused(
      `${cloud} does not answer: ${error.message || error.code}.`,
      "Check that it runs and can be reached.",
    );
  }
  if (error.$fault === undefined && error.$metadata === undefined) return error;
  if (BAD_CREDENTIALS.test(error.name)) {
    return refused(`${cloud} does not accept the credentials: ${said}.`, "Log in anew, or correct the access key.");
  }
  if (DENIED.test(error.name) || error.$metadata?.httpStatusCode === 403) {
    return refused(`${cloud} denies access to ${part}: ${said}.`, "Use credentials whose policies allow it.");
  }
  if (MISSING.test(error.name)) {
    return refused(
      `${cloud} does not know ${part}: ${said}.`,
      "Deploy the stack again, and check that region and account are those of the deployment.",
    );
  }
  return error.$fault === "client"
    ? refused(`${cloud} refused the request for ${part}: ${said}.`, "Correct it.")
    : error;
}
