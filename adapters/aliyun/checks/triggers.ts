import type { Problem } from "../../../model/errors.ts";
import { formatDuration } from "../../../model/units.ts";
import { cronProblems, type TriggerChecks, triggerProblems } from "../../shared/checks/triggers.ts";
import { type Checked, problem, when } from "../../shared/problem.ts";
import { isWordPattern } from "../runtime/log-pattern.ts";
import { cronRefusal } from "../schedule.ts";
import { retryStrategy, STRATEGIES } from "../triggers/retry.ts";
import { regionOf } from "../../shared/region.ts";

/** Regions in which Tablestore calls functions. https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/tablestore-triggers */
const TABLE_REGIONS = [
  "cn-beijing",
  "cn-hangzhou",
  "cn-shanghai",
  "cn-shenzhen",
  "cn-hongkong",
  "ap-northeast-1",
  "ap-southeast-1",
  "eu-central-1",
];

/** Fields of a single trigger that Aliyun does not support, per kind. */
const CHECKS: TriggerChecks = {
  http: () => [],
  webhook: () => [],
  schedule: ({ spec }, path) => cronProblems(spec.cron, [...path, "cron"], cronRefusal),
  queue: ({ spec }, path) =>
    when(spec.window > 0 && spec.batchSize === 1, () =>
      problem(
        "conflict",
        [...path, "window"],
        "Messages that are handled one by one are not gathered.",
        "Remove window, or set batchSize to 2 or more.",
      ),
    ),
  topic: () => [],
  bucket: () => [],
  stream: () => [],
  table: ({ spec }, path, { deployment }) => [
    ...when(spec.startAt === "oldest", () =>
      problem(
        "unsupported",
        [...path, "startAt"],
        "Tablestore tells functions only of what changes from now on.",
        "Remove startAt and read the rows that are there once.",
      ),
    ),
    ...when(!TABLE_REGIONS.includes(regionOf(deployment)), () =>
      problem(
        "unsupported",
        path,
        `Tablestore does not call functions in ${regionOf(deployment)}.`,
        `Deploy to one of ${TABLE_REGIONS.join(", ")}.`,
      ),
    ),
  ],
  bus: ({ spec }, path) =>
    when(retryStrategy(spec) === undefined, () =>
      problem(
        "out-of-range",
        [...path, spec.retries === undefined ? "maxAge" : "retries"],
        `EventBridge retries ${STRATEGIES.BACKOFF_RETRY.retries} times within ${formatDuration(STRATEGIES.BACKOFF_RETRY.seconds)} at least.`,
        `Set retries to ${STRATEGIES.BACKOFF_RETRY.retries} or more and maxAge to "${formatDuration(STRATEGIES.BACKOFF_RETRY.seconds)}" or more, or remove them.`,
      ),
    ),
  log: ({ spec }, path) => [
    ...when(
      typeof spec.existing === "string" && !/^(acs:log:.+\/logstore\/.+|[^/:]+\/[^/:]+)$/.test(spec.existing),
      () =>
        problem(
          "bad-name",
          [...path, "existing"],
          `"${spec.existing}" does not say in which project the logstore is.`,
          "Give <project>/<logstore> or the ARN of a logstore.",
        ),
    ),
    ...when(!isWordPattern(spec.pattern), () =>
      problem(
        "unsupported",
        [...path, "pattern"],
        `The lines of a log are only searched for words on Aliyun, which ${spec.pattern} does not consist of.`,
        'Give words, "several words" in double quotes, -word or ?word, and look at fields in the handler.',
      ),
    ),
  ],
};

export const checkTriggers = (checked: Checked): Problem[] => triggerProblems(CHECKS, checked);
