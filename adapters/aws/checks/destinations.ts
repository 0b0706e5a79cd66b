import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import { isFifo, type Path, problem } from "../../shared/problem.ts";

type Result = "success" | "failure" | "batch";

/** Where Lambda sends what. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const TARGETS: Readonly<Record<Result, { what: string; kinds: readonly (ResourceKind | "function")[] }>> = {
  success: { what: "results of asynchronous calls", kinds: ["queue", "topic", "bus", "function"] },
  failure: { what: "failed asynchronous calls", kinds: ["queue", "topic", "bus", "bucket", "function"] },
  batch: { what: "batches that were given up", kinds: ["queue", "topic", "bucket"] },
};

/** A destination must be of a kind that Lambda sends such things to, and no FIFO queue. */
export function checkDestination(app: ResolvedApp, name: string | undefined, result: Result, path: Path): Problem[] {
  const kind = name === undefined ? undefined : app.functions.has(name) ? "function" : app.resources.get(name)?.kind;
  if (name === undefined || kind === undefined) return [];
  const { what, kinds } = TARGETS[result];
  if (!kinds.includes(kind)) {
    const message = `"${name}" is a ${kind}, but Lambda sends ${what} only to a ${kinds.join(", ")}.`;
    return [problem("unsupported", path, message, `Name a ${kinds.join(" or a ")}.`)];
  }
  return isFifo(app, name) ? [fifoRefused(name, what, path)] : [];
}

/** AWS sends single letters from anywhere only to standard queues: FIFO ones need a group that nobody gave. */
export const fifoRefused = (name: string, what: string, path: Path): Problem =>
  problem("unsupported", path, `"${name}" is a FIFO queue, which can't take ${what}.`, "Name a queue without fifo.");
