import type { Actions, Refusal, RefusingCloud } from "../../shared/refusals.ts";

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

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const ACTIONS: Actions = {
  invoke: ["lambda:InvokeFunction"],
  replaceCode: [
    "lambda:UpdateFunctionCode",
    "lambda:GetFunctionConfiguration",
    "lambda:PublishVersion",
    "lambda:UpdateAlias",
  ],
  fireSchedule: [
    "events:ListTargetsByRule",
    "events:ListRuleNamesByTarget",
    "scheduler:GetSchedule",
    "scheduler:ListSchedules",
    "lambda:InvokeFunction",
  ],
  logs: ["lambda:GetFunctionConfiguration", "logs:FilterLogEvents"],
  writeLog: ["lambda:GetFunctionConfiguration", "logs:CreateLogStream", "logs:PutLogEvents"],
  putObject: ["s3:PutObject"],
  getObject: ["s3:GetObject"],
  deleteObject: ["s3:DeleteObject"],
  listObjects: ["s3:ListBucket"],
  sendMessage: ["sqs:SendMessage"],
  takeMessages: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
  publish: ["sns:Publish"],
  putRecord: ["kinesis:PutRecord"],
  putEvent: ["events:PutEvents"],
  putRow: ["dynamodb:PutItem"],
  deleteRow: ["dynamodb:DeleteItem"],
  getRow: ["dynamodb:GetItem"],
  queryRows: ["dynamodb:DescribeTable", "dynamodb:Query"],
  readSecret: ["secretsmanager:GetSecretValue"],
};

/** AWS, or the server on this machine that stands for it, and how it refuses. */
export const refusingCloud = (endpoint: string | undefined): RefusingCloud => ({
  name: "AWS",
  endpoint,
  login: 'Log in, for example with "aws sso login", and set AWS_PROFILE; or set the access key in the environment.',
  actions: ACTIONS,
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
