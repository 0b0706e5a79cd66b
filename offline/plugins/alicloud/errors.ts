import type { Errors } from "../server/plugin.ts";

/** Error codes of the vendor's services for something that does not exist. */
const GONE =
  /^(NoSuch\w*|\w*NotFound|\w*NotExist(s|ed)?(\.\w+)*|RESOURCE_NOT_FOUND|Forbidden\.(Resource|Key|Alias)NotFound)$/;

/** Error codes for a name that is taken. */
const EXISTS =
  /^(\w*AlreadyExist(s|ed)?(\.\w+)*|EventBusExist|EventRuleExisted|OTSTunnelExist|Rejected\.(ResourceExist|AlreadyExists))$/;

const THROTTLED =
  /Throttling|^ServiceUnavailable$|^OTS(ServerBusy|ServerUnavailable|TableNotReady|PartitionUnavailable)$/;

/** Code of a vendor's error, `""` for other errors. Tablestore's client has the code in the message. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const [, ots] = /\b(OTS[A-Z]\w+)/.exec(error.message) ?? [];
  if (ots !== undefined) return ots;
  const code = "code" in error ? String(error.code) : "";
  return code === "" || code === "undefined" ? plainName(error) : code;
}

function plainName(error: Error): string {
  return /^(|Error|TypeError|UserError|RangeError)$/.test(error.name) ? "" : error.name;
}

export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const fields = error as { statusCode?: unknown; status?: unknown };
  const status = Number(fields.statusCode ?? fields.status);
  return Number.isInteger(status) ? status : undefined;
}

/** Transient errors: throttling, and server errors other than "not implemented". */
export function shouldRetry(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return THROTTLED.test(errorCode(error)) || (status >= 500 && status < 600 && status !== 501);
}

/** True when the connection itself failed. */
function isUnreachable(error: Error): boolean {
  return /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT/.test(`${errorCode(error)} ${error.message}`);
}

/** Tablestore's refusals of everything that belongs to an instance that does not exist. Others have these codes too. */
function isOfMissingInstance(error: unknown): boolean {
  const refused = /^OTS(AuthFailed|PermissionDenied)/.test(errorCode(error));
  return refused && error instanceof Error && /instance (is )?not found/i.test(error.message);
}

export const alicloudErrors: Errors = {
  isGone: (error) => GONE.test(errorCode(error)) || isOfMissingInstance(error),
  exists: (error) => EXISTS.test(errorCode(error)),
  describe(error) {
    if (!(error instanceof Error)) return String(error);
    if (isUnreachable(error)) {
      return `Nothing answers at the address in HTTPS_PROXY (${error.message}). Start the offline cloud, or correct the address.`;
    }
    const code = errorCode(error);
    return code === "" || error.message.includes(code) ? error.message : `${code}: ${error.message}`;
  },
};
