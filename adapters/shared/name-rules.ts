import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp, ResolvedTrigger } from "../../model/resolve.ts";
import { type Path, problem, triggerPath } from "./problem.ts";

/** What a cloud allows in the names of one kind of thing. */
export interface NameRule {
  /** With its article: "a queue". */
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** What the pattern allows, in words. */
  readonly allowed: string;
}

/** What is wrong with a name, if anything. */
export function nameBreaches(cloud: string, rule: NameRule, text: string, path: Path, remedy: string): Problem[] {
  const { title, min, max, pattern, allowed } = rule;
  if (text.length < min || text.length > max) {
    const message = `"${text}" has ${text.length} characters; the name of ${title} on ${cloud} has ${min} to ${max}.`;
    return [problem("bad-name", path, message, remedy)];
  }
  if (pattern.test(text)) return [];
  return [problem("bad-name", path, `"${text}" is not a name for ${title} on ${cloud}, which has ${allowed}.`, remedy)];
}

/**
 * Triggers whose native resources would meet in the state: `a` with a trigger `b-c` and `a-b` with a trigger `c` would
 * both make an `a-b-c`. `linkedTo`: what a trigger's resources are named after instead of the trigger.
 */
export function nameClashes(app: ResolvedApp, linkedTo: (trigger: ResolvedTrigger) => readonly string[]): Problem[] {
  const owners = new Map([...app.functions.keys()].map((name) => [name, { of: "", what: `function "${name}"` }]));
  return [...app.functions.values()]
    .flatMap((fn) => fn.triggers)
    .flatMap((trigger) => {
      const of = trigger.function;
      const names = [trigger.name, ...linkedTo(trigger)].map((part) => `${of}-${part}`);
      // Within one function, equal names belong to different types.
      const taken = names.find((name) => (owners.get(name)?.of ?? of) !== of);
      const owner = owners.get(taken ?? "")?.what;
      for (const name of names) owners.set(name, { of, what: `trigger "${trigger.name}" of function "${of}"` });
      if (owner === undefined) return [];
      const message = `Its native resources would be named "${taken}", like those of the ${owner}.`;
      return [problem("name-clash", triggerPath(trigger), message, "Rename the trigger or its function.")];
    });
}
