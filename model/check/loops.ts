import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import { type Check, cycles, formatCycle, isSelective, sourceOf, traitsOf, triggersOf } from "./parts.ts";

/**
 * Functions that would call themselves forever. Only a loop that is certain from the spec is a problem. A function may
 * send to the queue it reads (to split or postpone work), write to the table it watches (it sees the old and the new
 * row and can stop) and put events on the bus it listens to (a pattern is required there). Those are remarks.
 */
export const checkLoops: Check = (partial) => [
  ...ownSources(partial),
  ...logCycles(partial),
  ...destinationCycles(partial),
];

function ownSources(partial: PartialParse): Problem[] {
  return triggersOf(partial).flatMap(({ function: fn, trigger, path }) => {
    const { loop } = traitsOf(trigger);
    const source = sourceOf(trigger);
    const granted = new Map(Object.entries(partial.app.functions[fn]?.permissions ?? {})).get(source ?? "") ?? [];
    if (loop === undefined || !granted.includes(loop.access) || isSelective(trigger)) return [];
    return [
      {
        code: "loop",
        path,
        message: `The function "${fn}" may ${loop.access} to "${source}", and this trigger calls it again for everything that arrives there.`,
        remedy: loop.remedy,
      },
    ];
  });
}

/**
 * Processing a log line writes log lines. A pattern on any trigger of the cycle may break it, except when a function
 * follows its own log.
 */
function logCycles(partial: PartialParse): Problem[] {
  const graph = new Map<string, string[]>();
  const own = new Map<string, Problem>();
  for (const { function: fn, trigger, path } of triggersOf(partial, "log")) {
    if (trigger.function === undefined) continue;
    if (trigger.function === fn) {
      const message = `The function "${fn}" would be called for every line it logs, including the lines of that call.`;
      own.set(fn, {
        code: "loop",
        path: [...path, "function"],
        message,
        remedy: "Let another function follow the log.",
      });
    } else if (trigger.pattern === "") {
      graph.set(trigger.function, [...(graph.get(trigger.function) ?? []), fn]);
    }
  }
  const others = cycles(graph).map((cycle) => ({
    code: "loop",
    path: ["functions", cycle[0] ?? "", "triggers"],
    message: `These functions follow each other's log, so every line causes more lines: ${formatCycle(cycle)}.`,
    remedy: "Remove one of the log triggers, or give it a pattern.",
  }));
  return [...own.values(), ...others];
}

/** Functions whose results start each other. */
function destinationCycles(partial: PartialParse): Problem[] {
  return (["onSuccess", "onFailure"] as const).flatMap((field) => {
    const graph = new Map(
      Object.entries(partial.app.functions).map(([name, fn]) => [
        name,
        fn.async[field] === undefined ? [] : [fn.async[field]],
      ]),
    );
    return cycles(graph).map((cycle) => ({
      code: "loop",
      path: ["functions", cycle[0] ?? "", "async", field],
      message: `The result of each call would start the next call, forever: ${formatCycle(cycle)}.`,
      remedy: "Send the result to a queue, or to a function outside the cycle.",
    }));
  });
}
