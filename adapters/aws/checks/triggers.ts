import type { Problem } from "../../../model/errors.ts";
import { nameBreaches } from "../../shared/checks/names.ts";
import { cronProblems, type TriggerChecks, triggerProblems } from "../../shared/checks/triggers.ts";
import { type Checked, type Path, problem, when } from "../../shared/problem.ts";
import { isArn } from "../arns.ts";
import { mixesAlternatives } from "../log-patterns.ts";
import { busPattern, tableFilterRefusals } from "../patterns.ts";
import { cronRefusal } from "../schedule.ts";
import { checkCors } from "./cors.ts";
import { checkTopicFilter } from "./topics.ts";

/** Fields of a single trigger that AWS does not support, per kind. */
const CHECKS: TriggerChecks = {
  http: ({ spec }, path) => [
    ...when(spec.streaming && spec.api !== undefined, () =>
      problem(
        "unsupported",
        [...path, "streaming"],
        "HTTP APIs send a response when it is complete; only a function's own URL streams.",
        "Remove streaming, or remove api to give the function its own URL.",
      ),
    ),
    ...(spec.cors && spec.api === undefined ? checkCors(spec.cors, "functionUrl", [...path, "cors"]) : []),
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
  topic: ({ spec }, path) => (spec.filter ? checkTopicFilter(spec.filter, spec.filterOn, [...path, "filter"]) : []),
  bucket: () => [],
  stream: () => [],
  table: ({ spec }, path) =>
    (spec.filter ? tableFilterRefusals(spec.filter) : []).map((refusal) =>
      problem(
        "unsupported",
        [...path, "filter", ...refusal.path],
        `"${refusal.path.join(".")}" ${refusal.reason}.`,
        "Filter on key, before or after with plain values, prefixes or suffixes, and do the rest in the handler.",
      ),
    ),
  bus: ({ spec }, path) =>
    when(busPattern(spec.pattern).length > 2048, () =>
      problem(
        "out-of-range",
        [...path, "pattern"],
        `The pattern has ${busPattern(spec.pattern).length} characters as JSON; an EventBridge rule allows 2048.`,
        "Split it over several triggers.",
      ),
    ),
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

export const checkTriggers = (checked: Checked): Problem[] => triggerProblems(CHECKS, checked);
