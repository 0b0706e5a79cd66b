import { ApiError } from "../../core/error.ts";
import { invalidArgument } from "./errors.ts";
import type { DlqPolicy, QueueAttributes, QueueEncryption } from "./state.ts";

/** The source of a call's attributes: elements of a document, or parameters. Undefined: not given. */
export type Given = (name: string) => string | undefined;

const RANGES = {
  delaySeconds: ["DelaySeconds", 0, 604_800, 0],
  maximumMessageSize: ["MaximumMessageSize", 1024, 65_536, 65_536],
  messageRetentionPeriod: ["MessageRetentionPeriod", 60, 604_800, 345_600],
  visibilityTimeout: ["VisibilityTimeout", 1, 43_200, 30],
  pollingWaitSeconds: ["PollingWaitSeconds", 0, 30, 0],
} as const;

export const DEFAULT_ATTRIBUTES: QueueAttributes = {
  delaySeconds: RANGES.delaySeconds[3],
  maximumMessageSize: RANGES.maximumMessageSize[3],
  messageRetentionPeriod: RANGES.messageRetentionPeriod[3],
  visibilityTimeout: RANGES.visibilityTimeout[3],
  pollingWaitSeconds: RANGES.pollingWaitSeconds[3],
  loggingEnabled: false,
};

/** The attributes that a call changes. */
export function readQueueAttributes(given: Given, before: QueueAttributes): QueueAttributes {
  const ranged = Object.entries(RANGES).flatMap(([key, [name, low, high]]) => {
    const value = readNumber(given, name, low, high);
    return value === undefined ? [] : [[key, value] as const];
  });
  const logging = readFlag(given, "LoggingEnabled") ?? readFlag(given, "EnableLogging");
  const policy = given("DlqPolicy");
  const { dlqPolicy: kept, encryption: keptEncryption, ...others } = before;
  const dlqPolicy = policy === undefined ? kept : readDlqPolicy(policy, kept);
  const encryption = readEncryption(given, keptEncryption);
  return {
    ...others,
    ...Object.fromEntries(ranged),
    ...(logging !== undefined && { loggingEnabled: logging }),
    ...(dlqPolicy && { dlqPolicy }),
    ...(encryption && { encryption }),
  };
}

/** Encryption changes only where `EnableSSE` is given. */
function readEncryption(given: Given, before: QueueEncryption | undefined): QueueEncryption | undefined {
  const enabled = readFlag(given, "EnableSSE");
  if (enabled === undefined) return before;
  if (!enabled) return undefined;
  const type = given("SseType") || before?.type || "SMQ";
  const algorithm = given("SseAlgorithm") || "AES-256-GCM";
  const keyId = given("KmsKeyId") || before?.keyId;
  if (type !== "SMQ" && type !== "KMS") throw invalidArgument("SseType must be SMQ or KMS.");
  if (algorithm !== "AES-256-GCM") throw invalidArgument("SseAlgorithm must be AES-256-GCM.");
  if (type === "SMQ") return { type, algorithm };
  if (keyId === undefined) throw invalidArgument("A queue that is encrypted with KMS needs a KmsKeyId.");
  return { type, algorithm, keyId };
}

/** @throws ApiError for what is no whole number or outside the range. */
export function readNumber(given: Given, name: string, low: number, high: number): number | undefined {
  const text = given(name)?.trim();
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalidArgument(`The value of ${name} should between ${low} and ${high} seconds/bytes.`);
}

export function readFlag(given: Given, name: string): boolean | undefined {
  const text = given(name)?.trim().toLowerCase();
  if (text === undefined || text === "") return undefined;
  if (text !== "true" && text !== "false") throw invalidArgument(`The value of ${name} must be True or False.`);
  return text === "true";
}

/** `{"Enabled":true,"DeadLetterTargetQueue":"q","MaxReceiveCount":"3"}`; `{}` says nothing. */
export function readDlqPolicy(text: string, before: DlqPolicy | undefined): DlqPolicy | undefined {
  const policy = parseObject(text);
  if (Object.keys(policy).length === 0) return before;
  const enabled = String(policy.Enabled ?? before?.enabled ?? false) === "true";
  const least = enabled ? 1 : 0;
  const maxReceives = Number(policy.MaxReceiveCount ?? before?.maxReceives ?? 16);
  if (!Number.isInteger(maxReceives) || maxReceives < least) {
    throw invalidArgument(`MaxReceiveCount of the DlqPolicy must be a whole number from ${least}.`);
  }
  const queue = String(policy.DeadLetterTargetQueue ?? before?.queue ?? "");
  if (enabled && queue === "") throw invalidArgument("A DlqPolicy that is enabled needs a DeadLetterTargetQueue.");
  // Both forms are in use: a name, and acs:mns:<region>:<account>:/queues/<name>.
  return { enabled, queue: queue.split("/").at(-1) ?? "", maxReceives };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below.
  }
  throw invalidArgument("The DlqPolicy must be a JSON object.");
}

/** Names of queues, topics and subscriptions. */
export function checkName(kind: "Queue" | "Topic" | "Subscription", name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,254}$/.test(name)) return name;

  throw new ApiError(
    400,
    name.length > 255 ? `${kind}NameLengthError` : `Invalid${kind}Name`,
    `The ${kind.toLowerCase()} name you provided is invalid. Names have letters, digits and hyphens, and begin with a letter or digit.`,
  );
}
