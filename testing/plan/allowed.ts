import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { AllowedActions, AppPlan } from "./plan-of.ts";
import { assertVerdict, type Verdict } from "./verdict.ts";

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** True for a text that a pattern of a policy covers: `*` stands for any characters, `?` for one. */
const covers = (pattern: string, text: string, flags = "s"): boolean =>
  new RegExp(`^${literal(pattern).replaceAll("\\*", ".*").replaceAll("\\?", ".")}$`, flags).test(text);

/** True for a resource that a statement is about: the resource itself, or what is in it, such as a bucket's objects. */
const isAbout = (pattern: string, resource: string): boolean =>
  [pattern, ...[...pattern.matchAll(/[/:]/g)].map(({ index }) => pattern.slice(0, index))].some((start) =>
    covers(start, resource),
  );

const text = ({ actions, resources, conditional }: AllowedActions): string =>
  `${actions.join(", ")} on ${resources.join(", ")}${conditional ? " (under conditions)" : ""}`;

/**
 * True if a function's role allows an action. Statements with conditions count: a plan does not evaluate conditions.
 * @param action The cloud's own name of it, in any case.
 * @param resource A name of the spec: some of it must be covered, for example a bucket's objects. Or an identifier of
 *   the cloud, which must be covered as a whole. Default: any resource.
 * @throws UserError for a function or resource that the spec does not have, and for an action without its service.
 */
export function allowed(plan: AppPlan, fn: string, action: string, resource?: string): Verdict {
  const statements = plan.permissions(fn);
  if (!action.includes(":")) {
    throw new UserError(`"${action}" is not an action.`, "Name it with its service, as in SERVICE:ACTION.");
  }
  const own = resource === undefined ? undefined : plan.named(resource);
  const onResource = ({ resources }: AllowedActions): boolean =>
    resource === undefined ||
    resources.some((pattern) => (own === undefined ? covers(pattern, resource) : isAbout(pattern, own)));
  const ofAction = statements.filter(({ actions }) => actions.some((pattern) => covers(pattern, action, "is")));
  const found = ofAction.find(onResource);
  const what = `${action}${resource === undefined ? "" : ` on ${own === undefined ? resource : `"${resource}" (${own})`}`}`;
  const subject = `The function "${fn}" on ${plan.target}`;
  return {
    pass: found !== undefined,
    message: () =>
      found === undefined
        ? `${subject} is not allowed ${what}. ${hint(statements, ofAction, action)}`
        : `${subject} is allowed ${what}, by the statement: ${text(found)}.`,
  };
}

function hint(statements: readonly AllowedActions[], ofAction: readonly AllowedActions[], action: string): string {
  if (ofAction.length > 0) return `It is allowed only ${ofAction.map(text).join("; ")}.`;
  const meant = nearest(
    action,
    statements.flatMap(({ actions }) => actions),
  );
  const all = statements.map((statement) => `\n  ${text(statement)}`).join("");
  return `${meant === undefined ? "" : `Did you mean "${meant}"? `}Its role allows:${all || " nothing"}`;
}

/** Fails unless a function's role allows an action, see `allowed`. */
export function assertAllowed(plan: AppPlan, fn: string, action: string, resource?: string): void {
  assertVerdict(allowed(plan, fn, action, resource), true);
}

/** Fails if a function's role allows an action, see `allowed`. */
export function assertNotAllowed(plan: AppPlan, fn: string, action: string, resource?: string): void {
  assertVerdict(allowed(plan, fn, action, resource), false);
}
