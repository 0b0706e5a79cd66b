import type { Property } from "../table.ts";
import type { Failure } from "./failure.ts";

/**
 * Checks the rules between sibling properties: which exclude, require or replace each other. Reports each group once.
 */
export function checkGroups(
  properties: Readonly<Record<string, Property>>,
  given: ReadonlySet<string>,
  at: string,
): Failure[] {
  const found = new Map<string, Failure>();
  const report = (names: readonly string[], key: string, reason: string) => {
    const property = at === "" ? key : `${at}.${key}`;
    found.set([...names].sort().join() + reason, { property, reason });
  };
  for (const [key, property] of Object.entries(properties)) {
    for (const other of given.has(key) ? (property.conflictsWith ?? []) : []) {
      if (given.has(other)) report([key, other], key, `${[key, other].sort().join(" and ")} can't be given together.`);
    }
    for (const other of given.has(key) ? (property.requiredWith ?? []) : []) {
      if (!given.has(other)) report([key, other], key, `${key} needs ${other} beside it.`);
    }
    const oneOf = group(key, property.exactlyOneOf);
    if (oneOf && oneOf.filter((name) => given.has(name)).length !== 1) {
      report(oneOf, "", `Exactly one of ${oneOf.join(", ")} must be given${counted(oneOf, given)}.`);
    }
    const someOf = group(key, property.atLeastOneOf);
    if (someOf && !someOf.some((name) => given.has(name))) {
      report(someOf, "", `At least one of ${someOf.join(", ")} must be given.`);
    }
  }
  return [...found.values()].map((failure) => ({ ...failure, property: failure.property.replace(/\.$/, "") }));
}

function group(key: string, others: readonly string[] | undefined): string[] | undefined {
  return others && [...new Set([key, ...others])].sort();
}

function counted(names: readonly string[], given: ReadonlySet<string>): string {
  const present = names.filter((name) => given.has(name));
  return present.length === 0 ? ", and none is" : `, and ${present.join(" and ")} are`;
}
