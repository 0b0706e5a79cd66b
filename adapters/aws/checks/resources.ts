import type { Problem } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import { formatDuration } from "../../../model/units.ts";
import { type Checked, isFifo, type Path, problem, when } from "../../shared/problem.ts";
import { checkCors } from "./cors.ts";
import { fifoRefused } from "./destinations.ts";
import { checkTopicFilter } from "./topics.ts";

type ResourceCheck<K extends ResourceKind> = (resource: ResolvedResource<K>, path: Path, checked: Checked) => Problem[];

const HOUR = 3600;
const DAY = 86_400;
const MAX_INDEXES = 20;

/** What AWS can't do in a single resource, per kind. */
const CHECKS: { readonly [K in ResourceKind]: ResourceCheck<K> } = {
  bucket: ({ spec }, path) => [
    ...(spec.cors ? checkCors(spec.cors, "bucket", [...path, "cors"]) : []),
    ...spec.expire.flatMap(({ after }, index) => wholeUnits(after, DAY, "days", [...path, "expire", index, "after"])),
  ],
  queue: () => [],
  topic: ({ spec }, path, { app }) =>
    Object.entries(spec.queues).flatMap(([queue, { filter }]) => [
      ...(isFifo(app, queue) ? [fifoRefused(queue, "messages of a topic", [...path, "queues", queue])] : []),
      ...(filter ? checkTopicFilter(filter, "body", [...path, "queues", queue, "filter"]) : []),
    ]),
  stream: ({ spec }, path) => wholeUnits(spec.retention, HOUR, "hours", [...path, "retention"]),
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

const wholeUnits = (seconds: number, unit: number, what: string, path: Path): Problem[] =>
  when(seconds % unit !== 0, () =>
    problem(
      "out-of-range",
      path,
      `"${formatDuration(seconds)}" is not a whole number of ${what}, which is all that AWS can count here.`,
      `Use whole ${what}, for example "${formatDuration(Math.ceil(seconds / unit) * unit)}".`,
    ),
  );

const checkResource = <K extends ResourceKind>(resource: ResolvedResource<K>, checked: Checked): Problem[] =>
  (CHECKS[resource.kind as K] as ResourceCheck<K>)(resource, ["resources", resource.name], checked);

export const checkResources = (checked: Checked): Problem[] =>
  [...checked.app.resources.values()].flatMap((resource) => checkResource(resource, checked));
