import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import { type Check, circles, formatCircle, isSelective, sourceOf, traitsOf, triggersOf } from "./parts.ts";

/**
 * Functions that would call themselves for ever. Only what is certain from the spec is a problem: a function may send
 * to the queue it reads (how work is split or postponed), write to the table it watches (it sees old and new row and
 * can stop) and put events on the bus it listens to (a pattern is required there). Those are remarks.
 */
export const checkLoops: Check = (partial) => [
  ...ownSources(partial),
  ...logCircles(partial),
  ...destinationCircles(partial),
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

/** Handling a line writes lines. A pattern on any trigger of the circle may break it, except a function's on itself. */
function logCircles(partial: PartialParse): Problem[] {
  const graph = new Map<string, string[]>();
  const own = new Map<string, Problem>();
  for (const { function: fn, trigger, path } of triggersOf(partial, "log")) {
    if (trigger.function === undefined) continue;
    if (trigger.function === fn) {
      const message = `The function "${fn}" would be called for every line it logs, the lines about that call included.`;
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
  const others = circles(graph).map((circle) => ({
    code: "loop",
    path: ["functions", circle[0] ?? "", "triggers"],
    message: `These functions follow each other's log, so every line causes more lines: ${formatCircle(circle)}.`,
    remedy: "Remove one of the log triggers, or give it a pattern.",
  }));
  return [...own.values(), ...others];
}

/** A result handed to a function that hands its own on, round in a circle. */
function destinationCircles(partial: PartialParse): Problem[] {
  return (["onSuccess", "onFailure"] as const).flatMap((field) => {
    const graph = new Map(
      Object.entries(partial.app.functions).map(([name, fn]) => [
        name,
        fn.async[field] === undefined ? [] : [fn.async[field]],
      ]),
    );
    return circles(graph).map((circle) => ({
      code: "loop",
      path: ["functions", circle[0] ?? "", "async", field],
      message: `The result of a call would start the next call for ever: ${formatCircle(circle)}.`,
      remedy: "Send the result to a queue, or to a function outside the circle.",
    }));
  });
}
