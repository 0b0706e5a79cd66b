import { nearest } from "../../model/nearest.ts";
import { mismatch, shown } from "./matching.ts";
import type { AppPlan, PlannedResource } from "./plan-of.ts";
import { assertVerdict, type Verdict } from "./verdict.ts";

/** Inputs that a resource must have, at least; see `hasResource`. */
export type PartialInputs = Readonly<Record<string, unknown>>;

/** The resources of a plan with a type and these inputs. */
export const resourcesWith = (plan: AppPlan, type: string, inputs: PartialInputs = {}): readonly PlannedResource[] =>
  plan.resources.filter((resource) => resource.type === type && mismatch(inputs, resource.inputs) === undefined);

/**
 * True if a plan has a native resource.
 * @param type Pulumi type token.
 * @param inputs Part of its inputs. Values are compared by value; matchers of the runner (`expect.any(String)`) and
 *   regular expressions work. An object is compared with an input that is a JSON document, such as a policy.
 */
export function hasResource(plan: AppPlan, type: string, inputs: PartialInputs = {}): Verdict {
  const ofType = plan.resources.filter((resource) => resource.type === type);
  const [found] = resourcesWith(plan, type, inputs);
  const what = `a resource ${type}${Object.keys(inputs).length === 0 ? "" : ` with ${shown(inputs)}`}`;
  return {
    pass: found !== undefined,
    message: () => {
      if (found !== undefined) return `The plan on ${plan.target} has ${what}: "${found.name}".`;
      const reason = ofType.length === 0 ? otherTypes(plan, type) : differences(ofType, inputs);
      return `The plan on ${plan.target} has no ${what.slice(2)}. ${reason}`;
    },
  };
}

function otherTypes({ resources }: AppPlan, type: string): string {
  const types = [...new Set(resources.map((resource) => resource.type))].sort();
  const meant = nearest(type, types);
  return meant === undefined ? `It has the types:\n  ${types.join("\n  ")}` : `Did you mean ${meant}?`;
}

function differences(resources: readonly PlannedResource[], inputs: PartialInputs): string {
  const lines = resources.map(({ name, inputs: own }) => {
    const { path, wanted, found } = mismatch(inputs, own) ?? { path: "", wanted: inputs, found: own };
    return `\n  "${name}": ${path} is ${shown(found)}, not ${shown(wanted)}`;
  });
  return `Those of this type differ:${lines.join("")}`;
}

/** Fails unless a plan has a native resource, see `hasResource`. */
export function assertResource(plan: AppPlan, type: string, inputs: PartialInputs = {}): void {
  assertVerdict(hasResource(plan, type, inputs), true);
}

/** Fails if a plan has a native resource, see `hasResource`. */
export function assertNoResource(plan: AppPlan, type: string, inputs: PartialInputs = {}): void {
  assertVerdict(hasResource(plan, type, inputs), false);
}
