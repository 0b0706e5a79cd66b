import type { Problem } from "../../../model/errors.ts";
import { type ResourceChecks, resourceProblems } from "../../shared/checks/resources.ts";
import { type Checked, problem, when } from "../../shared/problem.ts";
import { checkCors } from "./cors.ts";
import { checkTopicFilter } from "./topics.ts";

/** Fields of a single resource that AWS does not support, per kind. */
const CHECKS: ResourceChecks = {
  bucket: ({ spec }, path) => (spec.cors ? checkCors(spec.cors, "bucket", [...path, "cors"]) : []),
  queue: () => [],
  topic: ({ spec: { queues, existing } }, path) => [
    ...when(typeof existing === "string" && existing.endsWith(".fifo"), () =>
      problem(
        "unsupported",
        [...path, "existing"],
        `"${existing}" is a FIFO topic, which takes messages in groups alone. Messages of a topic have no group here.`,
        "Name a standard topic, or send to a FIFO queue.",
      ),
    ),
    ...Object.entries(queues).flatMap(([queue, { filter }]) =>
      filter ? checkTopicFilter(filter, "body", [...path, "queues", queue, "filter"]) : [],
    ),
  ],
  stream: () => [],
  table: () => [],
  bus: () => [],
  secret: () => [],
  key: () => [],
  api: ({ spec }, path) => (spec.cors ? checkCors(spec.cors, "api", [...path, "cors"]) : []),
};

export const checkResources = (checked: Checked): Problem[] => resourceProblems(CHECKS, checked);
