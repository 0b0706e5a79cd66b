import { appSchema } from "../app.ts";
import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import { referencesIn } from "../references.ts";
import { resources as resourceKinds } from "../resources/index.ts";
import { ADDRESSABLE } from "../value.ts";
import { type ValueUse, valueUses } from "../value-uses.ts";
import { type Check, cycles, formatCycle, hasOwnAddress } from "./parts.ts";
import { remedyFor } from "./references.ts";

/** A `{ ref }` must name an existing attribute of a part that can be created before its user. */
export const checkValues: Check = (partial) => {
  const uses = valueUses(appSchema, partial.input);
  return [
    ...uses.flatMap((use) => checkUse(partial, use)),
    ...functionOrder(partial, uses),
    ...resourceOrder(partial, uses),
  ];
};

function checkUse(partial: PartialParse, { name, attribute, path }: ValueUse): Problem[] {
  const kind = partial.kinds.get(name);
  if (kind === undefined) {
    const message = `There is no resource or function named "${name}" in this spec.`;
    return [
      {
        code: "dangling-reference",
        path,
        message,
        remedy: remedyFor(name, [...partial.kinds.keys()], "resource or function"),
      },
    ];
  }
  if (attribute !== "url" || kind === "unread") return [];
  if (!(ADDRESSABLE as readonly string[]).includes(kind)) {
    const message = `"${name}" is a ${kind}, which has no url; allowed is "${name}.name" or "${name}.id".`;
    return [{ code: "bad-attribute", path, message, remedy: `Write { ref: "${name}.name" }.` }];
  }
  if (kind !== "function" || hasAddress(partial, name)) return [];
  return [
    {
      code: "bad-attribute",
      path,
      message: `The function "${name}" has no URL of its own.`,
      remedy: "Give it an http trigger without api, or refer to the url of the api that it answers for.",
    },
  ];
}

/** True when the function has a trigger with its own URL. */
function hasAddress(partial: PartialParse, fn: string): boolean {
  const triggers = Object.values(partial.app.functions[fn]?.triggers ?? {});
  return triggers.some((trigger) => hasOwnAddress(trigger));
}

/** The URL of a function is known only after the function is created, so parts created before it cannot use it. */
function functionOrder(partial: PartialParse, uses: readonly ValueUse[]): Problem[] {
  const urls = uses.filter((use) => use.attribute === "url" && partial.kinds.get(use.name) === "function");
  const tooEarly = urls
    .filter(({ path }) => path[0] === "resources")
    .map(({ name, path }) => ({
      code: "circular-value",
      path,
      message: `The url of the function "${name}" is not known yet when resources are created.`,
      remedy: `Use the url of an api, or "${name}.name" or "${name}.id".`,
    }));
  const common = urls.filter(({ path }) => path[0] === "defaults").map(({ name }) => name);
  const graph = new Map(Object.keys(partial.app.functions).map((fn) => [fn, common]));
  for (const { name, path } of urls) {
    const user = path[0] === "functions" ? String(path[1]) : undefined;
    if (user !== undefined) graph.set(user, [...(graph.get(user) ?? []), name]);
  }
  const circular = cycles(graph).map((cycle) => ({
    code: "circular-value",
    path: ["functions", cycle[0] ?? "", "environment"],
    message: `Each of these functions needs the url of the next to be created: ${formatCycle(cycle)}.`,
    remedy: "Put the functions behind an api and use its url, or let one call another by permission instead.",
  }));
  return [...tooEarly, ...circular];
}

/** A resource is created after every part whose attributes it uses. Other checks report cycles of names. */
function resourceOrder(partial: PartialParse, uses: readonly ValueUse[]): Problem[] {
  const graph = new Map(
    Object.entries(partial.app.resources).map(([name, spec]) => [
      name,
      referencesIn(spec, resourceKinds[spec.kind].references).map((use) => use.name),
    ]),
  );
  const edges = uses.filter(({ path, name }) => path[0] === "resources" && Object.hasOwn(partial.app.resources, name));
  for (const { name, path } of edges) graph.get(String(path[1]))?.push(name);
  return cycles(graph).flatMap((cycle) => {
    const edge = edges.find(({ name, path }) => cycle.includes(name) && cycle.includes(String(path[1])));
    if (edge === undefined) return [];
    const message = `Each of these resources would have to be created before the next: ${formatCycle(cycle)}.`;
    return [
      {
        code: "circular-value",
        path: edge.path,
        message,
        remedy: "Take the value from the stack's configuration instead.",
      },
    ];
  });
}
