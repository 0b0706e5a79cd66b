import type { Access } from "../access.ts";
import type { AppSpec } from "../app.ts";
import type { Remark } from "../remarks.ts";
import type { Path } from "../schema/schema-walk.ts";
import type { Trigger } from "../triggers/index.ts";
import { circles, formatCircle, isSelective, sourceOf, traitsOf } from "./parts.ts";

/** What puts something into a resource, or starts a function, that a trigger may then tell of. */
const CAUSING: ReadonlySet<Access> = new Set(["invoke", "publish", "put", "send", "write"]);

/**
 * Functions that may cause their own next call, over any number of resources and other functions. Of several circles over
 * one trigger the shortest is told.
 */
export function loopRemarks(app: AppSpec): Remark[] {
  const places = new Set<string>();
  const shortestFirst = circles(causes(app)).sort((a, b) => a.length - b.length);
  return shortestFirst.flatMap((circle): Remark[] => {
    const [first, path] = entryOf(app, circle);
    if (first === undefined || isCertain(app, circle) || places.has(JSON.stringify(path))) return [];
    places.add(JSON.stringify(path));
    const from = circle.indexOf(first);
    return [
      {
        code: "possible-loop",
        path,
        message: `The function "${first}" may cause its own next call: ${formatCircle([...circle.slice(from), ...circle.slice(0, from)])}.`,
        remedy:
          "Let a filter or pattern of a trigger leave out what they send, or silence this remark if the code stops.",
      },
    ];
  });
}

/** Name of a resource or function -> names of what may receive something when something reaches it. */
function causes(app: AppSpec): Map<string, string[]> {
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

/** The first function of a circle, and the trigger that closes it, or the permission that does where there is none. */
function entryOf(app: AppSpec, circle: readonly string[]): readonly [name: string | undefined, path: Path] {
  const at = circle.findIndex((name) => app.functions[name] !== undefined);
  const name = circle[at];
  const before = circle.at(at - 1);
  if (name === undefined || before === undefined) return [undefined, []];
  const triggers = Object.entries(app.functions[name]?.triggers ?? {});
  const trigger = triggers.find(([, one]) => isCalledByAll(one) && sourceOf(one) === before)?.[0];
  return [
    name,
    trigger === undefined ? ["functions", before, "permissions", name] : ["functions", name, "triggers", trigger],
  ];
}

/** Whether the circle is a function and its own source, and a problem already. */
function isCertain(app: AppSpec, circle: readonly string[]): boolean {
  if (circle.length !== 2) return false;
  return circle.some((name, index) => {
    const { triggers = {}, permissions = {} } = app.functions[name] ?? {};
    const source = circle[1 - index] ?? "";
    return Object.values(triggers).some((trigger) => {
      const { loop } = traitsOf(trigger);
      return sourceOf(trigger) === source && loop !== undefined && permissions[source]?.includes(loop.access);
    });
  });
}
