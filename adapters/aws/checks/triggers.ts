import type { Problem } from "../../../model/errors.ts";
import { fifoProblems } from "../../shared/checks/destinations.ts";
import { nameBreaches } from "../../shared/checks/names.ts";
import { cronProblems, type TriggerChecks, triggerProblems } from "../../shared/checks/triggers.ts";
import { type Checked, type Path, problem, triggerPath, triggersOf, when } from "../../shared/problem.ts";
import { isArn } from "../arns.ts";
import { mixesAlternatives } from "../log-patterns.ts";
import { busPattern, tableFilterRefusals } from "../patterns.ts";
import { cronRefusal } from "../schedule.ts";
import { checkBucketTriggers } from "./buckets.ts";
import { checkCors } from "./cors.ts";
import { checkDestination } from "./destinations.ts";
import { checkTopicFilter } from "./topics.ts";

/** Characters. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html */
const MAX_SCOPE = 64;

/** What AWS can't do in a single trigger, per kind. */
const CHECKS: TriggerChecks = {
  http: ({ spec }, path) => [
    ...when(spec.streaming && spec.api !== undefined, () =>
      problem(
        "unsupported",
        [...path, "streaming"],
        "HTTP APIs send a response when it is complete; only a function's own address streams.",
        "Remove streaming, or remove api to give the function an address of its own.",
      ),
    ),
    ...(spec.cors && spec.api === undefined ? checkCors(spec.cors, "functionUrl", [...path, "cors"]) : []),
    ...(spec.scopes ?? []).flatMap((scope, index) =>
      when(scope.length > MAX_SCOPE, () =>
        problem(
          "out-of-range",
          [...path, "scopes", index],
          `The scope has ${scope.length} characters; a route of API Gateway allows ${MAX_SCOPE}.`,
          "Shorten it where the issuer defines it, or check it in the handler: ctx.http.auth.scopes has all of them.",
        ),
      ),
    ),
  ],
  webhook: () => [],
  schedule: ({ spec }, path) => cronProblems(spec.cron, [...path, "cron"], cronRefusal),
  queue: ({ spec }, path) =>
    when(spec.batchSize > 10 && spec.window === 0, () =>
      problem(
        "conflict",
        [...path, "batchSize"],
        `Lambda takes more than 10 messages at once only while it gathers them over time, and window is not set.`,
        'Set window to "1s" or more, or batchSize to 10 or less.',
      ),
    ),
  topic: ({ spec }, path, { app }) => [
    ...fifoProblems(app, spec.deadLetter, "messages that a topic could not deliver", [...path, "deadLetter"]),
    ...(spec.filter ? checkTopicFilter(spec.filter, spec.filterOn, [...path, "filter"]) : []),
  ],
  bucket: () => [],
  stream: ({ spec }, path, { app }) => checkDestination(app, spec.onFailure, "batch", [...path, "onFailure"]),
  table: ({ spec }, path, { app }) => [
    ...checkDestination(app, spec.onFailure, "batch", [...path, "onFailure"]),
    ...(spec.filter ? tableFilterRefusals(spec.filter) : []).map((refusal) =>
      problem(
        "unsupported",
        [...path, "filter", ...refusal.path],
        `"${refusal.path.join(".")}" ${refusal.reason}.`,
        "Filter on key, before or after with plain values, prefixes or suffixes, and do the rest in the handler.",
      ),
    ),
  ],
  bus: ({ spec }, path, { app }) => [
    ...fifoProblems(app, spec.deadLetter, "events that a bus could not deliver", [...path, "deadLetter"]),
    ...when(busPattern(spec.pattern).length > 2048, () =>
      problem(
        "out-of-range",
        [...path, "pattern"],
        `The pattern has ${busPattern(spec.pattern).length} characters as JSON; an EventBridge rule allows 2048.`,
        "Split it over several triggers.",
      ),
    ),
  ],
  log: ({ spec: { existing, pattern = "" } }, path) => [
    ...(typeof existing === "string" ? logGroupProblems(existing, [...path, "existing"]) : []),
    ...when(mixesAlternatives(pattern), () =>
      problem(
        "unsupported",
        [...path, "pattern"],
        `CloudWatch Logs ignores the words with "?" in ${pattern}, because there are others beside them.`,
        'Put "?" before all words or none, and check the rest in the handler.',
      ),
    ),
  ],
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const LOG_GROUP = {
  title: "a log group",
  min: 1,
  max: 512,
  pattern: /^[\w./#-]+$/,
  allowed: "letters, digits and _ - / . #",
};

function logGroupProblems(existing: string, path: Path): Problem[] {
  if (!isArn(existing)) return nameBreaches("AWS", LOG_GROUP, existing, path);
  const [, name] = /^arn:[^:]+:logs:[^:]*:\d{12}:log-group:([^:]+)(?::\*)?$/.exec(existing) ?? [];
  if (name !== undefined) return nameBreaches("AWS", LOG_GROUP, name, path);
  return [
    problem(
      "bad-name",
      path,
      `"${existing}" is not the ARN of a log group, arn:aws:logs:<region>:<account>:log-group:<name>.`,
      "Give the name or the ARN of a log group.",
    ),
  ];
}

export const checkTriggers = (checked: Checked): Problem[] => [
  ...triggerProblems(CHECKS, checked),
  ...checkBucketTriggers(checked),
  ...logFilters(checked),
];

const MAX_FILTERS = 2;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
function logFilters({ app }: Checked): Problem[] {
  const counts = new Map<string, number>();
  return triggersOf(app, "log").flatMap((trigger) => {
    const { function: fn, existing } = trigger.spec;
    const group = fn ?? (typeof existing === "string" ? existing : undefined);
    if (group === undefined) return [];
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    return when(count > MAX_FILTERS, () =>
      problem(
        "out-of-range",
        triggerPath(trigger),
        `The log of "${group}" already has ${MAX_FILTERS} triggers, which is all that CloudWatch Logs allows.`,
        "Let one function handle the lines for several of them.",
      ),
    );
  });
}
