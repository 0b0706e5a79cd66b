import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import { type DestinationRule, destinationProblems } from "../../shared/checks/destinations.ts";
import type { Path } from "../../shared/problem.ts";

type Result = "async" | "batch";

const cloud = "Aliyun";

/** Where what goes. https://www.alibabacloud.com/help/en/functioncompute/fc/configure-a-destination-for-asynchronous-invocations */
const RULES: Readonly<Record<Result, DestinationRule>> = {
  async: { cloud, what: "results of asynchronous calls", kinds: ["queue", "topic", "bus", "function"] },
  batch: { cloud, what: "batches that were given up", kinds: ["queue", "topic"] },
};

export const checkDestination = (app: ResolvedApp, name: string | undefined, result: Result, path: Path): Problem[] =>
  destinationProblems(RULES[result], app, name, path);
