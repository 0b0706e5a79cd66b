import type { Problem } from "../../../model/errors.ts";
import { fifoProblems } from "../../shared/checks/destinations.ts";
import { type ResourceChecks, resourceProblems, unitProblems } from "../../shared/checks/resources.ts";
import { type Checked, problem, when } from "../../shared/problem.ts";
import { checkCors } from "./cors.ts";
import { checkTopicFilter } from "./topics.ts";

const MAX_INDEXES = 20;

/** What AWS can't do in a single resource, per kind. */
const CHECKS: ResourceChecks = {
  bucket: ({ spec }, path) => [
    ...(spec.cors ? checkCors(spec.cors, "bucket", [...path, "cors"]) : []),
    ...spec.expire.flatMap(({ after }, index) =>
      unitProblems("AWS", after, "days", [...path, "expire", index, "after"]),
    ),
  ],
  queue: () => [],
  topic: ({ spec }, path, { app }) =>
    Object.entries(spec.queues).flatMap(([queue, { filter }]) => [
      ...fifoProblems(app, queue, "messages of a topic", [...path, "queues", queue]),
      ...(filter ? checkTopicFilter(filter, "body", [...path, "queues", queue, "filter"]) : []),
    ]),
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
