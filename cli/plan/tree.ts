import { createColors } from "picocolors";
import type { GraphNode } from "../../adapters/graph/node.ts";
import type { Note } from "../../infra/features-used.ts";
import { logicalName, type Packages } from "../../infra/graph/planned.ts";
import type { Plan } from "../../infra/plan.ts";
import type { Io } from "../io.ts";

interface Branch {
  readonly label: string;
  readonly children: readonly Branch[];
}

/** A plan as a tree: each function with its triggers, each resource, what they become, and what is emulated. */
export function planTree(plan: Plan, packages: Packages, { colour }: Pick<Io, "colour">): string {
  const { app, adapter, deployment, graph } = plan;
  const c = createColors(colour);
  const place = [deployment.target, deployment.region].filter((part) => part !== undefined).join(", ");
  const nodes = [...graph.nodes.values()].filter(({ component }) => !component);
  const at = (...path: readonly string[]) => branches(plan, nodes, path, packages, colour);
  const functions = [...app.functions.values()].map((fn) => ({
    label: `${c.bold(fn.name)} ${c.dim(`${fn.image === undefined ? fn.runtime : "container image"}, ${fn.memory} MB`)}`,
    children: [
      ...at("functions", fn.name),
      ...fn.triggers.map(({ name, kind }) => ({
        label: `${name} ${c.dim(kind)}`,
        children: at("functions", fn.name, "triggers", name),
      })),
    ],
  }));
  const resources = [...app.resources.values()].map(({ name, kind }) => ({
    label: `${c.bold(name)} ${c.dim(kind)}`,
    children: at("resources", name),
  }));
  const shared = at();
  const others = shared.length === 0 ? [] : [{ label: c.bold("shared"), children: shared }];
  const tops = [...functions, ...resources, ...others];
  return `${c.bold(app.name)} on ${adapter.title} (${place})\n${tops.map((top) => `\n${top.label}\n${drawn(top.children)}`).join("")}`;
}

/** The native resources that exist for exactly this part of the spec, and its notes. */
function branches(
  { deployment, notes }: Plan,
  nodes: readonly GraphNode[],
  path: readonly string[],
  packages: Packages,
  colour: boolean,
): Branch[] {
  const c = createColors(colour);
  const own = nodes.filter((node) => samePart(partOf(node), path));
  const short = (name: string): string =>
    name.startsWith(`${deployment.name}-`) ? name.slice(deployment.name.length + 1) : name;
  return [
    ...own.map((node) => ({
      label: `${typeName(node.type)} ${c.dim(short(logicalName(node, packages)))}`,
      children: [],
    })),
    ...notes
      .filter((note) => samePart(partOfNote(note), path))
      .map(({ title, how }) => ({ label: `${c.yellow("emulated")} ${title}. ${how}`, children: [] })),
  ];
}

/** A trigger's node belongs to the trigger; every other to its function or resource. */
const partOf = ({ path }: Pick<GraphNode, "path">): readonly string[] =>
  path[2] === "triggers" ? path.slice(0, 4) : path.slice(0, 2);

const partOfNote = ({ path }: Note): readonly string[] => partOf({ path: path.map(String) });

const samePart = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index]);

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
