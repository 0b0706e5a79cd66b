import { z } from "zod";
import { type Conditions, type Context, glob, holds, isOperator } from "./conditions.ts";

/**
 * RAM's policy language, pure: what a document says, and what several say together.
 * https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax
 */

const texts = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());

const values = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))])
  .transform((value) => [value].flat().map(String));

const conditions = z.record(z.string(), z.record(z.string(), values)).superRefine((operators, context) => {
  for (const name of Object.keys(operators).filter((one) => !isOperator(one))) {
    context.addIssue({ code: "custom", path: [name], message: `${name} is no operator of conditions` });
  }
});

const effect = z.enum(["Allow", "Deny"]);

const exactlyOne = (one: string, other: string) => (statement: Readonly<Record<string, unknown>>) =>
  (statement[one] === undefined) !== (statement[other] === undefined);

const permissionStatement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: effect,
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: conditions.optional(),
  })
  .refine(exactlyOne("Action", "NotAction"), { error: "needs either Action or NotAction" })
  .refine(exactlyOne("Resource", "NotResource"), { error: "needs either Resource or NotResource" });

const trustStatement = z.strictObject({
  Sid: z.string().optional(),
  Effect: effect,
  Action: texts,
  Principal: z
    .strictObject({ Service: texts.optional(), RAM: texts.optional(), Federated: texts.optional() })
    .refine((principal) => Object.keys(principal).length > 0, { error: "names nobody" }),
  Condition: conditions.optional(),
});

const document = <T extends z.ZodType>(statement: T) =>
  z.strictObject({ Version: z.literal("1"), Statement: z.array(statement).min(1) });

const permissions = document(permissionStatement);
const trust = document(trustStatement);

export type Permissions = z.infer<typeof permissions>;
export type Trust = z.infer<typeof trust>;

/** A text that is no policy, and why not. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}

/** @throws PolicyError */
export const parsePermissions = (text: string): Permissions => parse(permissions, text);

/** @throws PolicyError */
export const parseTrust = (text: string): Trust => parse(trust, text);

function parse<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PolicyError("The policy document is not JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PolicyError(`The policy document is wrong at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`);
}

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** "none": nothing says anything of it, which means no. */
export type Decision = "allow" | "deny" | "none";

/** The joint decision of policies: one that denies overrides all that allow. */
export function decide(documents: readonly Permissions[], question: Question): Decision {
  const effects = documents
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => concerns(statement, question))
    .map((statement) => statement.Effect);
  if (effects.includes("Deny")) return "deny";
  return effects.includes("Allow") ? "allow" : "none";
}

function concerns(statement: Permissions["Statement"][number], { action, resource, context }: Question): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  // Actions are the same in any case; resources' names are not.
  const names = (patterns: readonly string[]) => patterns.some((pattern) => glob(pattern, "i").test(action));
  const covers = (patterns: readonly string[]) => patterns.some((pattern) => glob(pattern).test(resource));
  if (Action ? !names(Action) : NotAction && names(NotAction)) return false;
  if (Resource ? !covers(Resource) : NotResource && covers(NotResource)) return false;
  return Condition === undefined || holds(Condition as Conditions, context);
}

/** An identity that wants to assume a role. */
export interface Taker {
  /** A service's host, for example "fc.aliyuncs.com". */
  readonly service?: string;
  /** ARN of a user, a role or an account. */
  readonly arn?: string;
}

/** True if a role's trust policy lets this identity assume it. */
export function trusts({ Statement }: Trust, taker: Taker, context: Context): boolean {
  const effects = Statement.filter(
    ({ Action, Principal, Condition }) =>
      Action.some((pattern) => glob(pattern, "i").test("sts:AssumeRole")) &&
      isNamed(Principal, taker) &&
      (Condition === undefined || holds(Condition as Conditions, context)),
  ).map((statement) => statement.Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function isNamed(principal: Trust["Statement"][number]["Principal"], { service, arn }: Taker): boolean {
  if (service !== undefined && principal.Service?.includes(service)) return true;
  if (arn === undefined) return false;
  // An account's root stands for every identity in it that may assume roles.
  const root = arn.replace(/^(acs:ram::\d+:).*$/, "$1root");
  return (principal.RAM ?? []).some((pattern) => pattern === root || glob(pattern).test(arn));
}
