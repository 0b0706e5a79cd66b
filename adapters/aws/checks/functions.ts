import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { formatDuration } from "../../../model/units.ts";
import { aliasProblems, type InvokerRule, invokerProblems } from "../../shared/checks/functions.ts";
import { statementProblems } from "../../shared/checks/statements.ts";
import { type Checked, functionPath, type Path, problem, when } from "../../shared/problem.ts";
import { ARN_RULE, statementTargets } from "../statements.ts";
import { checkDestination } from "./destinations.ts";
import { checkReservedNames } from "./environment.ts";

/** Days that CloudWatch Logs can keep lines. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_MEMORY = 10_240;
const MAX_TIMEOUT = 900;
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

const INVOKERS: InvokerRule = {
  cloud: "AWS",
  account: /^(\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:.+)$/,
  digits: "twelve",
  service: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
  example: "iot.amazonaws.com",
};

export const checkFunctions = (checked: Checked): Problem[] =>
  [...checked.app.functions.values()].flatMap((fn) => {
    const path = functionPath(fn);
    return [
      ...size(fn, path),
      ...retention(fn, path),
      ...asynchronous(checked, fn, path),
      ...weights(fn, path),
      ...network(fn, path),
      ...identifiers(fn, path),
      ...invokerProblems(INVOKERS, fn),
      ...statementProblems(ARN_RULE, fn, statementTargets(checked.deployment.target)),
      ...checkReservedNames(fn),
    ];
  });

function size({ memory, timeout }: ResolvedFunction, path: Path): Problem[] {
  return [
    ...when(memory > MAX_MEMORY, () =>
      problem(
        "out-of-range",
        [...path, "memory"],
        `${memory} MB is more memory than a Lambda function can have, which is ${MAX_MEMORY} MB.`,
        `Set memory to ${MAX_MEMORY} or less.`,
      ),
    ),
    ...when(timeout > MAX_TIMEOUT, () =>
      problem(
        "out-of-range",
        [...path, "timeout"],
        `"${formatDuration(timeout)}" is longer than a Lambda function can run, which is 15 minutes.`,
        'Set timeout to "15m" or less, and split longer work, for example over a queue.',
      ),
    ),
  ];
}

function retention({ logRetention }: ResolvedFunction, path: Path): Problem[] {
  if (logRetention === "forever" || RETENTION_DAYS.includes(logRetention)) return [];
  const longer = RETENTION_DAYS.find((days) => days > logRetention);
  return [
    problem(
      "out-of-range",
      [...path, "logRetention"],
      `CloudWatch Logs can't keep lines for ${logRetention} days, only for certain numbers of days: ${RETENTION_DAYS.join(", ")}.`,
      longer === undefined ? 'Use "forever" or one of these.' : `Use ${longer}, or another of these.`,
    ),
  ];
}

function asynchronous({ app }: Checked, fn: ResolvedFunction, path: Path): Problem[] {
  const { retries, maxAge, onSuccess, onFailure } = fn.async;
  return [
    ...when(retries !== undefined && retries > 2, () =>
      problem(
        "out-of-range",
        [...path, "async", "retries"],
        `Lambda repeats a failed asynchronous call at most twice, not ${retries} times.`,
        "Set retries to 2 or less; for more, put a queue with a dead-letter queue in front of the function.",
      ),
    ),
    ...when(maxAge !== undefined && (maxAge < 60 || maxAge > 21_600), () =>
      problem(
        "out-of-range",
        [...path, "async", "maxAge"],
        `Lambda keeps asynchronous calls between 1 minute and 6 hours, not ${formatDuration(maxAge ?? 0)}.`,
        'Set maxAge from "1m" to "6h".',
      ),
    ),
    ...checkDestination(app, onSuccess, "success", [...path, "async", "onSuccess"]),
    ...checkDestination(app, onFailure, "failure", [...path, "async", "onFailure"]),
  ];
}

function weights(fn: ResolvedFunction, path: Path): Problem[] {
  const versions = Object.keys(fn.alias?.weights ?? {});
  return [
    ...when(versions.length > 0 && fn.concurrency.provisioned !== undefined, () =>
      problem(
        "conflict",
        [...path, "alias", "weights"],
        "Lambda keeps no instances warm for an alias that shares its calls with another version.",
        "Remove concurrency.provisioned while the weights are set, or remove the weights.",
      ),
    ),
    ...aliasProblems("Lambda", fn),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const LAYER = /^arn:[\w-]+:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/;
const ACCESS_POINT = /^arn:[\w-]+:elasticfilesystem:[a-z0-9-]+:\d{12}:access-point\/fsap-[a-f0-9]+$/;

/** Of layers and file systems whose ARN the spec says. */
const identifiers = ({ layers, fileSystem }: ResolvedFunction, path: Path): Problem[] => [
  ...layers.flatMap((layer, index) =>
    when(typeof layer === "string" && !LAYER.test(layer), () =>
      problem(
        "bad-format",
        [...path, "layers", index],
        `${JSON.stringify(layer)} is not the ARN of a version of a Lambda layer.`,
        'Write for example "arn:aws:lambda:eu-central-1:123456789012:layer:tools:1"; environments can name another layer for another cloud.',
      ),
    ),
  ),
  ...when(typeof fileSystem?.id === "string" && !ACCESS_POINT.test(fileSystem.id), () =>
    problem(
      "bad-format",
      [...path, "fileSystem", "id"],
      `${JSON.stringify(fileSystem?.id)} is not the ARN of an access point of an EFS file system.`,
      'Write for example "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0".',
    ),
  ),
];

function network({ vpc }: ResolvedFunction, path: Path): Problem[] {
  const tooMany = (list: unknown, max: number, field: string, what: string): Problem[] =>
    when(Array.isArray(list) && list.length > max, () =>
      problem(
        "out-of-range",
        [...path, "vpc", field],
        `A Lambda function can have at most ${max} ${what}.`,
        `Keep ${max} of them.`,
      ),
    );
  return [
    ...tooMany(vpc?.subnets, MAX_SUBNETS, "subnets", "subnets"),
    ...tooMany(vpc?.securityGroups, MAX_SECURITY_GROUPS, "securityGroups", "security groups"),
  ];
}
