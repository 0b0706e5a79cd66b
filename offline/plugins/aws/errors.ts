import type { Errors } from "../server/plugin.ts";

/** AWS error codes for something that does not exist. S3 answers a HEAD without a body, so only with the status. */
const GONE =
  /^(NoSuch\w*|NotFound|\w*NotFound(Exception|Fault|Error)?|ResourceNotFound|\w*DoesNotExist|\w*NonExistentQueue|NoSuchEntity(Exception)?)$/;

/** AWS error codes for a name that is taken. */
const EXISTS =
  /^(\w*AlreadyExists(Exception|Fault)?|BucketAlreadyOwnedByYou|QueueNameExists|\w*QueueNameExists|ResourceConflictException|ResourceInUseException|ResourceExistsException|ConflictException)$/;

/** The code of an AWS error, `""` for anything else. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return error.name === "Error" || error.name === "TypeError" ? "" : error.name;
}

/** True when the connection itself failed. */
function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/.test(code);
}

/**
 * True when a server answered 404 without an AWS error: it does not serve the operation. The SDK then cannot parse the
 * response, or names the error by the status.
 */
export function isUnserved(error: unknown): boolean {
  if (!(error instanceof Error) || /^\w*(NotFound|NoSuch)\w*$/.test(error.name)) return false;
  const { $metadata, $response } = error as { $metadata?: Answer; $response?: Answer };
  return [$metadata?.httpStatusCode, $response?.statusCode].includes(404);
}

interface Answer {
  readonly httpStatusCode?: number;
  readonly statusCode?: number;
}

export const awsErrors: Errors = {
  isGone: (error) => GONE.test(errorCode(error)),
  exists: (error) => EXISTS.test(errorCode(error)),
  describe(error) {
    if (!(error instanceof Error)) return String(error);
    if (isUnreachable(error)) {
      return `Nothing answers at the endpoint (${error.message}). Start the offline cloud, or correct the endpoint.`;
    }
    const code = errorCode(error);
    return code === "" || code === "UserError" ? error.message : `${code}: ${error.message}`;
  },
};
