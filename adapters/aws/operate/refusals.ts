import type { Operator } from "../../operate.ts";
import { type Refusal, refusalsAsUserErrors as asUserErrors } from "../../shared/refusals.ts";

/** The known part of the SDK's errors. */
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

/** The same operator, whose methods throw AWS's refusals as errors of the user. */
export const refusalsAsUserErrors = (operator: Operator, endpoint: string | undefined): Operator =>
  asUserErrors(operator, {
    name: "AWS",
    endpoint,
    login: 'Log in, for example with "aws sso login", and set AWS_PROFILE; or set the access key in the environment.',
    read: refusalIn,
  });

function refusalIn(error: SdkError): Refusal | undefined {
  const { name, message, code, $fault, $metadata } = error;
  const said = `${message} (${name})`.replace(/\.? \(/, " (");
  if (NONE.test(name)) return { kind: "no-credentials", said };
  if (UNREACHED.test(code ?? name)) return { kind: "unreached", said: message || (code ?? name) };
  if ($fault === undefined && $metadata === undefined) return undefined;
  if (BAD_CREDENTIALS.test(name)) return { kind: "bad-credentials", said };
  if (DENIED.test(name) || $metadata?.httpStatusCode === 403) return { kind: "denied", said };
  if (MISSING.test(name)) return { kind: "missing", said };
  return $fault === "client" ? { kind: "invalid", said } : undefined;
}
