import { createColors } from "picocolors";
import type { GraphNode } from "../../adapters/graph/node.ts";
import type { Note } from "../../infra/features-used.ts";
import { logicalName, type Packages } from "../../infra/graph/planned.ts";
import type { Plan } from "../../infra/plan.ts";
import type { Io } from "../io.ts";

interface Branch {
  /** Absent for a trigger, which has children. */
  readonly leaf?: "native" | "emulated";
  readonly label: string;
  readonly children: readonly Branch[];
}

/** An app with more parts than this is shown with a line for each, unless parts are named. */
const MOST_TREES = 60;

/** A function or resource of the spec with its branches, or what all of them share. */
interface Part extends Branch {
  readonly name: string;
}

/**
 * A plan as a tree: each function with its triggers, each resource, what they become, and what is emulated. A large app
 * has a line for each, with its number of native resources.
 * @param names The functions to show. Default: these and all resources.
 */
export function planTree(
  plan: Plan,
  packages: Packages,
  { colour }: Pick<Io, "colour">,
  names: readonly string[] = [],
): string {
  const { app, adapter, deployment } = plan;
  const c = createColors(colour);
  const place = [deployment.target, deployment.region].filter((part) => part !== undefined).join(", ");
  const all = partsOf(plan, packages, colour);
  const parts = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const heading = `${c.bold(app.name)} on ${adapter.title} (${place})\n`;
  if (names.length === 0 && parts.length > MOST_TREES) {
    const more = `Each part in a line, because there are ${parts.length}. Functions in full: polyfn plan FUNCTION ...`;
    return `${heading}\n${parts.map((part) => `${part.label}${c.dim(`: ${sizeOf(part)}`)}\n`).join("")}\n${more}\n`;
  }
  return `${heading}${parts.map((part) => `\n${part.label}\n${drawn(part.children)}`).join("")}`;
}

function partsOf(plan: Plan, packages: Packages, colour: boolean): Part[] {
  const { app } = plan;
  const c = createColors(colour);
  const at = branches(plan, packages, colour);
  const functions = [...app.functions.values()].map(
    (fn): Part => ({
      name: fn.name,
      label: `${c.bold(fn.name)} ${c.dim(`${fn.image === undefined ? fn.runtime : "container image"}, ${fn.memory} MB`)}`,
      children: [
        ...at("functions", fn.name),
        ...fn.triggers.map(({ name, kind }) => ({
          label: `${name} ${c.dim(kind)}`,
          children: at("functions", fn.name, "triggers", name),
        })),
      ],
    }),
  );
  const resources = [...app.resources.values()].map(
    ({ name, kind }): Part => ({
      name,
      label: `${c.bold(name)} ${c.dim(kind)}`,
      children: at("resources", name),
    }),
  );
  const shared = at();
  const others = shared.length === 0 ? [] : [{ name: "", label: c.bold("shared"), children: shared }];
  return [...functions, ...resources, ...others];
}

/** "5 native resources, 1 emulated". */
function sizeOf({ children }: Branch): string {
  const leaves = children.flatMap((child) => (child.leaf === undefined ? child.children : [child]));
  const native = leaves.filter(({ leaf }) => leaf === "native").length;
  const emulated = leaves.length - native;
  return `${native} native resource${native === 1 ? "" : "s"}${emulated === 0 ? "" : `, ${emulated} emulated`}`;
}

/** Returns the native resources that exist for exactly one part of the spec, and its notes. */
function branches(
  { deployment, notes, graph }: Plan,
  packages: Packages,
  colour: boolean,
): (...path: readonly string[]) => Branch[] {
  const c = createColors(colour);
  const nodes = [...graph.nodes.values()].filter(({ component }) => !component);
  const nodesAt = groupBy(nodes, (node) => keyOf(partOf(node)));
  const notesAt = groupBy(notes, (note) => keyOf(partOfNote(note)));
  const short = (name: string): string =>
    name.startsWith(`${deployment.name}-`) ? name.slice(deployment.name.length + 1) : name;
  return (...path) => [
    ...(nodesAt.get(keyOf(path)) ?? []).map(
      (node): Branch => ({
        leaf: "native",
        label: `${typeName(node.type)} ${c.dim(short(logicalName(node, packages)))}`,
        children: [],
      }),
    ),
    ...(notesAt.get(keyOf(path)) ?? []).map(
      ({ title, how }): Branch => ({
        ...{ leaf: "emulated", label: `${c.yellow("emulated")} ${title}. ${how}`, children: [] },
      }),
    ),
  ];
}

/** A trigger's node belongs to the trigger; every other to its function or resource. */
const partOf = ({ path }: Pick<GraphNode, "path">): readonly string[] =>
  path[2] === "triggers" ? path.slice(0, 4) : path.slice(0, 2);

const partOfNote = ({ path }: Note): readonly string[] => partOf({ path: path.map(String) });

function groupBy<T>(all: readonly T[], keyIn: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyIn(one));
    if (group === undefined) groups.set(keyIn(one), [one]);
    else group.push(one);
  }
  return groups;
}

const keyOf = (path: readonly string[]): string => JSON.stringify(path);

/** "messages queue" of "cloud:messages/queue:Queue": service and kind, as the provider names them. */
function typeName(type: string): string {
  const [, module = "", kind = ""] = type.split(":");
  return `${module.split("/")[0]} ${kind}`;
}

function drawn(children: readonly Branch[], indent = ""): string {
  return children
    .map(({ label, children: below }, index) => {
      const last = index === children.length - 1;
      const [first = "", ...more] = label.split("\n");
      const next = `${indent}${last ? "   " : "│  "}`;
      const lines = more.map((line) => `${next}${line}\n`).join("");
      return `${indent}${last ? "└─" : "├─"} ${first}\n${lines}${drawn(below, next)}`;
    })
    .join("");
}
