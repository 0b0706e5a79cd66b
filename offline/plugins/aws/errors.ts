import type { Errors } from "../server/plugin.ts";

/** Codes with which AWS says that a thing isn't there. S3 answers a HEAD without a body, so only with the status. */
const GONE =
  /^(NoSuch\w*|NotFound|\w*NotFound(Exception|Fault|Error)?|ResourceNotFound|\w*DoesNotExist|\w*NonExistentQueue|NoSuchEntity(Exception)?)$/;

/** Codes with which AWS says that a name is taken. */
const EXISTS =
  /^(\w*AlreadyExists(Exception|Fault)?|BucketAlreadyOwnedByYou|QueueNameExists|\w*QueueNameExists|ResourceConflictException|ResourceInUseException|ResourceExistsException|ConflictException)$/;

/** The code of an AWS error, `""` for anything else. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return error.name === "Error" || error.name === "TypeError" ? "" : error.name;
}

/** Whether the connection itself failed. */
function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/.test(code);
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
