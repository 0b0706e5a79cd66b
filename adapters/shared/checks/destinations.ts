import type { Problem } from "../../../model/errors.ts";
import { isPlainObject } from "../../../model/merge-patch.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { DestinationRule, Rules } from "../../rules.ts";
import { type Checked, functionPath, isFifo, type Path, problem, triggerPath } from "../problem.ts";
import { valuesAt } from "./fields.ts";

/** Destinations of kinds that the cloud does not send to, and FIFO queues, which need a message group. */
export function destinationProblems({ cloud, destinations }: Rules, { app }: Checked): Problem[] {
  const functions = [...app.functions.values()];
  const places = [
    ...functions.map((fn) => ({ of: fn as object, path: functionPath(fn), rules: destinations.functions })),
    ...functions
      .flatMap(({ triggers }) => triggers)
      .map((trigger) => ({ of: trigger.spec, path: triggerPath(trigger), rules: destinations.triggers[trigger.kind] })),
    ...[...app.resources.values()].map(({ kind, name, spec }) => ({
      of: spec,
      path: ["resources", name],
      rules: destinations.resources[kind],
    })),
  ];
  return places.flatMap(({ of, path, rules = {} }) =>
    Object.entries(rules).flatMap(([field, rule]) =>
      valuesAt(of, field.split("."), path).flatMap((found) =>
        namesIn(found.value, found.path).flatMap((named) => destinationProblem(cloud, rule, app, named)),
      ),
    ),
  );
}

interface NamedAt {
  readonly name: string;
  readonly path: Path;
}

function namesIn(value: unknown, path: Path): NamedAt[] {
  if (typeof value === "string") return [{ name: value, path }];
  return isPlainObject(value) ? Object.keys(value).map((name) => ({ name, path: [...path, name] })) : [];
}

function destinationProblem(
  cloud: string,
  { what, kinds }: DestinationRule,
  app: ResolvedApp,
  { name, path }: NamedAt,
): Problem[] {
  const kind = app.functions.has(name) ? "function" : app.resources.get(name)?.kind;
  if (kind === undefined) return [];
  if (!kinds.includes(kind)) {
    const message = `"${name}" is a ${kind}, but ${what} only go to a ${kinds.join(", ")} on ${cloud}.`;
    return [problem("unsupported", path, message, `Name a ${kinds.join(" or a ")}.`)];
  }
  if (!isFifo(app, name)) return [];
  const message = `"${name}" is a FIFO queue, which can't take ${what}.`;
  return [problem("unsupported", path, message, "Name a queue without fifo.")];
}
