import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import { type DestinationRule, destinationProblems } from "../../shared/checks/destinations.ts";
import type { Path } from "../../shared/problem.ts";

type Result = "success" | "failure" | "batch";

const cloud = "AWS";

/** Where Lambda sends what. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const RULES: Readonly<Record<Result, DestinationRule>> = {
  success: { cloud, what: "results of asynchronous calls", kinds: ["queue", "topic", "bus", "function"] },
  failure: { cloud, what: "failed asynchronous calls", kinds: ["queue", "topic", "bus", "bucket", "function"] },
  batch: { cloud, what: "batches that were given up", kinds: ["queue", "topic", "bucket"] },
};

export const checkDestination = (app: ResolvedApp, name: string | undefined, result: Result, path: Path): Problem[] =>
  destinationProblems(RULES[result], app, name, path);
