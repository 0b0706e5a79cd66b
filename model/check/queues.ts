import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import { formatDuration } from "../units.ts";
import { type Check, cycles, formatCycle, resourceOf, resourcesOf, timeoutOf, triggersOf, objectAt } from "./parts.ts";

/** Queues, their dead-letter queues and their readers. */
export const checkQueues: Check = (partial) => [
  ...visibility(partial),
  ...deadLetters(partial),
  ...deadLetterCircles(partial),
  ...fifoReaders(partial),
  ...deduplication(partial),
];

/** A message that becomes visible while it is still being processed is processed twice. */
function visibility(partial: PartialParse): Problem[] {
  return triggersOf(partial, "queue").flatMap(({ function: fn, trigger }) => {
    const queue = resourceOf(partial, trigger.queue, "queue");
    const timeout = timeoutOf(partial, fn);
    if (queue === undefined || queue.visibilityTimeout >= timeout) return [];
    if (queue.existing !== undefined && !("visibilityTimeout" in objectAt(partial, ["resources", trigger.queue])))
      return [];
    return [
      {
        code: "visibility-too-short",
        path: ["resources", trigger.queue, "visibilityTimeout"],
        message: `A message of "${trigger.queue}" becomes visible again after ${formatDuration(queue.visibilityTimeout)}, while the function "${fn}" may work on it for ${formatDuration(timeout)}.`,
        remedy: `Set visibilityTimeout to at least "${formatDuration(timeout)}" (six times that is common), or shorten the function's timeout.`,
      },
    ];
  });
}

/** A dead-letter queue of the other type would lose the order, and clouds refuse it. */
function deadLetters(partial: PartialParse): Problem[] {
  return resourcesOf(partial, "queue").flatMap(({ name, resource, path }) => {
    const target = resourceOf(partial, resource.deadLetter?.queue, "queue");
    if (target === undefined || resource.deadLetter === undefined || target.fifo === resource.fifo) return [];
    const [left, right] = resource.fifo ? ["is FIFO", "is not"] : ["is not FIFO", "is"];
    return [
      {
        code: "fifo-mismatch",
        path: [...path, "deadLetter", "queue"],
        message: `"${name}" ${left} and its dead-letter queue "${resource.deadLetter.queue}" ${right}; both must be alike.`,
        remedy: `Set fifo: ${resource.fifo} on "${resource.deadLetter.queue}", or name another queue.`,
      },
    ];
  });
}

function deadLetterCircles(partial: PartialParse): Problem[] {
  const graph = new Map(
    resourcesOf(partial, "queue").map(({ name, resource }) => [
      name,
      resource.deadLetter ? [resource.deadLetter.queue] : [],
    ]),
  );
  return cycles(graph).map((cycle) => ({
    code: "dead-letter-circle",
    path: ["resources", cycle[0] ?? "", "deadLetter", "queue"],
    message: `Messages that cannot be processed would move between these queues forever: ${formatCycle(cycle)}.`,
    remedy: "End the chain with a queue that has no deadLetter.",
  }));
}

function fifoReaders(partial: PartialParse): Problem[] {
  return triggersOf(partial, "queue").flatMap(({ trigger, path }) => {
    if (!resourceOf(partial, trigger.queue, "queue")?.fifo) return [];
    const problems: Problem[] = [];
    if (trigger.batchSize > 10) {
      problems.push({
        code: "out-of-range",
        path: [...path, "batchSize"],
        message: `A batch of ${trigger.batchSize} messages is too large: "${trigger.queue}" is a FIFO queue, which delivers at most 10 at once.`,
        remedy: "Set batchSize to 10 or less.",
      });
    }
    if (trigger.window > 0) {
      problems.push({
        code: "conflict",
        path: [...path, "window"],
        message: `"${trigger.queue}" is a FIFO queue, which has no batch window.`,
        remedy: "Remove window.",
      });
    }
    return problems;
  });
}

function deduplication(partial: PartialParse): Problem[] {
  return resourcesOf(partial, "queue").flatMap(({ resource, path }) =>
    resource.deduplicate && !resource.fifo
      ? [
          {
            code: "conflict",
            path: [...path, "deduplicate"],
            message: "Only FIFO queues deduplicate messages.",
            remedy: "Add fifo: true, or remove deduplicate.",
          },
        ]
      : [],
  );
}
