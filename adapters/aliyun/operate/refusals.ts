import type { Actions, Refusal, RefusingCloud } from "../../shared/refusals.ts";

/** The known part of the SDKs' errors: each SDK names code and status in its own way. */
interface SdkError extends Error {
  /** Of Tablestore and of connections that fail: the status or the system's code. */
  readonly code?: string | number;
  readonly status?: number;
  readonly statusCode?: number;
}

/** Codes of credentials that Aliyun does not accept, as its services spell them. */
const BAD_CREDENTIALS =
  /InvalidAccessKey|SignatureDoesNotMatch|SignatureNotMatch|IncompleteSignature|SecurityToken|AccessIDAuthError|OTSAuthFailed|AccessKeyIdNotFound|MissingAccessKeyId|InvalidAccessId/i;
const DENIED = /AccessDenied|Forbidden|NoPermission|NotAuthorized|^Unauthorized/i;
const MISSING = /NotFound|NoSuch|NotExist/i;
const UNREACHED = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|NetworkingError)$/;

/** The clients add the request to the system's message, one of them without a space. */
const FAILED_CONNECTION = /\b(?:connect|getaddrinfo) E[A-Z_]+ [^\s,]+?(?=GET|POST|PUT|DELETE|HEAD|[\s,]|$)/;

export const LOGIN =
  'Log in with "aliyun configure" and set ALIBABA_CLOUD_PROFILE, or the stack\'s setting profile; or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.';

/** https://www.alibabacloud.com/help/en/ram/user-guide/services-that-work-with-ram has a page of actions for each service. */
const ACTIONS: Actions = {
  invoke: ["fc:InvokeFunction", "fc:GetFunction"],
  replaceCode: ["fc:UpdateFunction", "fc:GetFunction", "fc:PublishFunctionVersion", "fc:UpdateAlias"],
  fireSchedule: ["fc:ListTriggers", "fc:InvokeFunction"],
  logs: ["fc:GetFunction", "log:GetLogStoreLogs"],
  writeLog: ["fc:GetFunction", "log:PostLogStoreLogs"],
  putObject: ["oss:PutObject"],
  getObject: ["oss:GetObject"],
  deleteObject: ["oss:DeleteObject"],
  listObjects: ["oss:ListObjects"],
  sendMessage: ["mns:SendMessage"],
  takeMessages: ["mns:ReceiveMessage", "mns:DeleteMessage"],
  publish: ["mns:PublishMessage"],
  putRecord: ["log:PostLogStoreLogs"],
  putEvent: ["eventbridge:PutEvents"],
  putRow: ["ots:DescribeTable", "ots:PutRow"],
  deleteRow: ["ots:DescribeTable", "ots:DeleteRow"],
  getRow: ["ots:DescribeTable", "ots:GetRow"],
  queryRows: ["ots:DescribeTable", "ots:GetRange", "ots:GetRow"],
  readSecret: ["kms:GetSecretValue", "oos:GetSecretParameter"],
};

/** Aliyun, or the server on this machine that stands for it, and how it refuses. */
export const refusingCloud = (endpoint: string | undefined): RefusingCloud => ({
  name: "Aliyun",
  endpoint,
  login: LOGIN,
  actions: ACTIONS,
  read: refusalIn,
});

function refusalIn(error: SdkError): Refusal | undefined {
  const code = codeOf(error);
  const message = error.message.trim().replace(/\.$/, "");
  const unreached = FAILED_CONNECTION.exec(message)?.[0];
  if (unreached !== undefined || UNREACHED.test(code))
    return { kind: "unreached", said: unreached ?? (message || code) };
  if (code === "") return undefined;
  const said = message.includes(code) ? message : `${message} (${code})`;
  // The Log Service calls wrong keys "Unauthorized", as it does missing permissions.
  if (BAD_CREDENTIALS.test(code) || /\baccess key is not\b/i.test(message)) return { kind: "bad-credentials", said };
  if (DENIED.test(code)) return { kind: "denied", said };
  if (MISSING.test(code)) return { kind: "missing", said };
  const status = error.statusCode ?? error.status ?? Number(error.code);
  return status >= 400 && status < 500 ? { kind: "invalid", said } : undefined;
}

/** The cloud's code: a field, part of MNS's error names, or the beginning of Tablestore's messages. */
function codeOf({ code, name, message }: SdkError): string {
  const ofQueue = /^MNS(\w+?)(?:Error)+$/.exec(name)?.[1];
  const ofTable = /\b(OTS[A-Z]\w+)\b/.exec(message)?.[1];
  return ofQueue ?? ofTable ?? (code === undefined || typeof code === "number" ? "" : code);
}
