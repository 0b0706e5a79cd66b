import type { Problem } from "../../../model/errors.ts";
import { formatDuration } from "../../../model/units.ts";
import { fifoProblems } from "../../shared/checks/destinations.ts";
import { type ResourceChecks, resourceProblems, unitProblems } from "../../shared/checks/resources.ts";
import { type Checked, problem, when } from "../../shared/problem.ts";
import { checkCors } from "./cors.ts";
import { checkTopicFilter } from "./topics.ts";

const MAX_INDEXES = 20;
/** Seconds. https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const MAX_DELETION_WINDOW = 30 * 86_400;
/** Seconds. https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
const MIN_ROTATION = 90 * 86_400;

/** What AWS can't do in a single resource, per kind. */
const CHECKS: ResourceChecks = {
  bucket: ({ spec }, path) => [
    ...(spec.cors ? checkCors(spec.cors, "bucket", [...path, "cors"]) : []),
    ...spec.expire.flatMap(({ after }, index) =>
      unitProblems("AWS", after, "days", [...path, "expire", index, "after"]),
    ),
  ],
  queue: () => [],
  topic: ({ spec: { queues, existing } }, path, { app }) => [
    ...when(typeof existing === "string" && existing.endsWith(".fifo"), () =>
      problem(
        "unsupported",
        [...path, "existing"],
        `"${existing}" is a FIFO topic, which takes messages in groups alone. Messages of a topic have no group here.`,
        "Name a standard topic, or send to a FIFO queue.",
      ),
    ),
    ...Object.entries(queues).flatMap(([queue, { filter }]) => [
      ...fifoProblems(app, queue, "messages of a topic", [...path, "queues", queue]),
      ...(filter ? checkTopicFilter(filter, "body", [...path, "queues", queue, "filter"]) : []),
    ]),
  ],
  stream: ({ spec }, path) => unitProblems("AWS", spec.retention, "hours", [...path, "retention"]),
  table: ({ spec }, path) =>
    when(Object.keys(spec.indexes).length > MAX_INDEXES, () =>
      problem(
        "out-of-range",
        [...path, "indexes"],
        `A DynamoDB table has at most ${MAX_INDEXES} secondary indexes, not ${Object.keys(spec.indexes).length}.`,
        "Remove some.",
      ),
    ),
  bus: () => [],
  secret: () => [],
  key: ({ spec }, path) => [
    ...unitProblems("AWS", spec.deletionWindow, "days", [...path, "deletionWindow"]),
    ...when(spec.deletionWindow > MAX_DELETION_WINDOW, () =>
      problem(
        "out-of-range",
        [...path, "deletionWindow"],
        `KMS keeps a removed key for 7 to 30 days, not ${formatDuration(spec.deletionWindow)}.`,
        'Set deletionWindow to "30d" or less.',
      ),
    ),
    ...unitProblems("AWS", spec.rotation ?? 0, "days", [...path, "rotation"]),
    ...when(spec.rotation !== undefined && spec.rotation < MIN_ROTATION, () =>
      problem(
        "out-of-range",
        [...path, "rotation"],
        `KMS makes new key material every 90 to 2560 days, not every ${formatDuration(spec.rotation ?? 0)}.`,
        'Set rotation to "90d" or more.',
      ),
    ),
  ],
  api: ({ spec }, path) => [
    ...(spec.cors ? checkCors(spec.cors, "api", [...path, "cors"]) : []),
    ...when(spec.jwt !== undefined && !spec.jwt.issuer.startsWith("https://"), () =>
      problem(
        "bad-format",
        [...path, "jwt", "issuer"],
        `"${spec.jwt?.issuer}" is not an https address, from which API Gateway could fetch the issuer's keys.`,
        "Give the issuer's https address.",
      ),
    ),
  ],
};

export const checkResources = (checked: Checked): Problem[] => resourceProblems(CHECKS, checked);
