import type { Access } from "../access.ts";
import type { AppSpec } from "../app.ts";
import type { Remark } from "../remarks.ts";
import type { Path } from "../schema/schema-walk.ts";
import type { Trigger } from "../triggers/index.ts";
import { cycles, formatCycle, isSelective, sourceOf, traitsOf } from "./parts.ts";

/** Accesses that put something into a resource, or start a function, and so can cause an event. */
const CAUSING: ReadonlySet<Access> = new Set(["invoke", "publish", "put", "send", "write"]);

/**
 * Functions that may cause their own next call, through any number of resources and other functions. Of several cycles
 * with the same trigger, the shortest is reported.
 */
export function loopRemarks(app: AppSpec): Remark[] {
  const places = new Set<string>();
  const shortestFirst = cycles(successors(app)).sort((a, b) => a.length - b.length);
  return shortestFirst.flatMap((cycle): Remark[] => {
    const [first, path] = closingPart(app, cycle);
    if (first === undefined || isCertain(app, cycle) || places.has(JSON.stringify(path))) return [];
    places.add(JSON.stringify(path));
    const from = cycle.indexOf(first);
    return [
      {
        code: "possible-loop",
        path,
        message: `The function "${first}" may cause its own next call: ${formatCycle([...cycle.slice(from), ...cycle.slice(0, from)])}.`,
        remedy:
          "Exclude what they send with a filter or pattern of a trigger, or silence this remark if the code ends the loop.",
      },
    ];
  });
}

/** Name of a resource or function -> names of those that may receive something from it. */
function successors(app: AppSpec): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    graph.set(from, [...(graph.get(from) ?? []), to]);
  };
  for (const [name, fn] of Object.entries(app.functions)) {
    for (const [to, given] of Object.entries(fn.permissions)) if (given.some((one) => CAUSING.has(one))) add(name, to);
    for (const trigger of Object.values(fn.triggers)) {
      const source = isCalledByAll(trigger) ? sourceOf(trigger) : undefined;
      if (source !== undefined) add(source, name);
    }
  }
  for (const [name, resource] of Object.entries(app.resources)) {
    if (resource.kind !== "topic") continue;
    for (const [queue, { filter }] of Object.entries(resource.queues)) if (filter === undefined) add(name, queue);
  }
  return graph;
}

const isCalledByAll = (trigger: Trigger): boolean =>
  !isSelective(trigger) && !("enabled" in trigger && trigger.enabled === false);

/** The first function of a cycle, and the trigger that closes it, or the permission where there is no trigger. */
function closingPart(app: AppSpec, cycle: readonly string[]): readonly [name: string | undefined, path: Path] {
  const at = cycle.findIndex((name) => app.functions[name] !== undefined);
  const name = cycle[at];
  const before = cycle.at(at - 1);
  if (name === undefined || before === undefined) return [undefined, []];
  const triggers = Object.entries(app.functions[name]?.triggers ?? {});
  const trigger = triggers.find(([, one]) => isCalledByAll(one) && sourceOf(one) === before)?.[0];
  return [
    name,
    trigger === undefined ? ["functions", before, "permissions", name] : ["functions", name, "triggers", trigger],
  ];
}

/** True when the cycle is a function and its own source, which is already reported as a problem. */
function isCertain(app: AppSpec, cycle: readonly string[]): boolean {
  if (cycle.length !== 2) return false;
  return cycle.some((name, index) => {
    const { triggers = {}, permissions = {} } = app.functions[name] ?? {};
    const source = cycle[1 - index] ?? "";
    return Object.values(triggers).some((trigger) => {
      const { loop } = traitsOf(trigger);
      return sourceOf(trigger) === source && loop !== undefined && permissions[source]?.includes(loop.access);
    });
  });
}
