import { createColors } from "picocolors";
import type { Step } from "../../offline/engine/events.ts";
import { keyOfPart, type Part, type Parts } from "./parts.ts";

/** The operation on a resource. */
export type Change = "created" | "updated" | "replaced" | "deleted" | "adopted";

/** A resource that an engine command changed, or that a preview says it would change. */
export interface ChangedResource {
  readonly change: Change;
  readonly part: Part;
  readonly step: Step;
}

const CHANGES: Readonly<Record<string, Change>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "adopted",
  "import-replacement": "replaced",
};

/**
 * The changed resources of an engine command, each once: a replacement is one change, although the engine creates and
 * deletes for it.
 */
export function changesIn(steps: readonly Step[], parts: Parts): ChangedResource[] {
  const changed = steps.flatMap((step) => {
    const change = CHANGES[step.op];
    const counts = change !== undefined && step.type !== "pulumi:pulumi:Stack";
    return counts ? [{ change, part: parts.of(step), step }] : [];
  });
  return [...new Map(changed.map((one) => [`${one.change} ${one.step.urn}`, one])).values()];
}

const MARKS: Readonly<Record<Change, string>> = {
  created: "+",
  updated: "~",
  replaced: "!",
  deleted: "-",
  adopted: "+",
};

/** "3 created, 1 replaced", or "nothing changed". */
export function countsOf(changes: readonly ChangedResource[]): string {
  const words = Object.keys(MARKS) as Change[];
  const counts = words.flatMap((word) => {
    const count = changes.filter(({ change }) => change === word).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counts.length === 0 ? "nothing changed" : counts.join(", ");
}

/**
 * The changes for people: a line for each part of the spec that came or went as a whole, and the resources of every
 * other part.
 */
export function listChanges(changes: readonly ChangedResource[], parts: Parts, colour: boolean): string {
  const groups = new Map<string, ChangedResource[]>();
  for (const one of changes) {
    const key = keyOfPart({ ...one.part, trigger: undefined });
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => describeGroup(group, parts, colour)).join("");
}

function describeGroup(group: readonly ChangedResource[], parts: Parts, colour: boolean): string {
  const [first] = group;
  if (first === undefined) return "";
  const label = createColors(colour).bold(parts.label({ ...first.part, trigger: undefined }));
  const kinds = new Set(group.map(({ change }) => change));
  if (kinds.size === 1 && (first.change === "created" || first.change === "deleted")) {
    const count = group.length === 1 ? "" : ` (${group.length} resources)`;
    return `  ${mark(first.change, colour)} ${label}: ${first.change}${count}\n`;
  }
  // A component has no properties of its own.
  const own = group.filter(({ step }) => !step.type.startsWith("polyfn:"));
  const lines = own.map((one) => `      ${mark(one.change, colour)} ${describe(one, parts)}\n`);
  return `    ${label}\n${lines.join("")}`;
}

function mark(change: Change, colour: boolean): string {
  const c = createColors(colour);
  const paint = { created: c.green, updated: c.yellow, replaced: c.magenta, deleted: c.red, adopted: c.green }[change];
  return paint(MARKS[change]);
}

/** "function updated: code, memorySize", with the trigger that the resource exists for. */
function describe({ change, part, step }: ChangedResource, parts: Parts): string {
  const trigger = part.trigger === undefined ? "" : ` (trigger ${part.trigger})`;
  const causes = change === "replaced" && step.replacing.length > 0 ? step.replacing : step.properties;
  const why = causes.length === 0 ? "" : `: ${causes.join(", ")}`;
  return `${shortType(step.type)} ${parts.shortName(step)}${trigger} ${change}${why}`;
}

/** The last part of a type: "Queue" of "cloud:messages/queue:Queue". */
const shortType = (type: string): string => type.slice(type.lastIndexOf(":") + 1);
