import { isPlainObject } from "../../model/merge-patch.ts";

/** A difference between two policy documents, in words. */
export interface PermissionChange {
  readonly change: "added" | "removed";
  /** "allows <action> on <queue>". */
  readonly text: string;
}

type Statement = Readonly<Record<string, unknown>>;

/** The statements of a policy document in JSON; undefined of any other value. Both clouds write them the same way. */
export function statementsOf(value: unknown): readonly Statement[] | undefined {
  const document = typeof value === "string" && value.startsWith("{") ? parsed(value) : value;
  if (!isPlainObject(document) || document.Statement === undefined) return undefined;
  return [document.Statement].flat().filter(isPlainObject);
}

/** The permissions that a policy gains and loses, statement by statement. */
export function policyChanges(before: unknown, after: unknown): PermissionChange[] {
  const [old, now] = [granted(statementsOf(before) ?? []), granted(statementsOf(after) ?? [])];
  const only = (these: ReadonlySet<string>, those: ReadonlySet<string>) => [...these].filter((one) => !those.has(one));
  return [
    ...only(now, old).map((text) => ({ change: "added" as const, text })),
    ...only(old, now).map((text) => ({ change: "removed" as const, text })),
  ];
}

/** Each combination of action and resource once, so that the order and grouping in a document do not count. */
function granted(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(statements.flatMap(sentences));
}

function sentences({ Effect, Action, NotAction, Resource, NotResource, Principal, Condition }: Statement): string[] {
  const verb = Effect === "Deny" ? "denies" : "allows";
  const actions = NotAction === undefined ? listOf(Action) : listOf(NotAction).map((one) => `all but ${one}`);
  const resources =
    NotResource === undefined
      ? listOf(Resource).map((one) => ` on ${one}`)
      : listOf(NotResource).map((one) => ` on all but ${one}`);
  const who = Principal === undefined ? "" : ` to ${text(Principal)}`;
  const when = Condition === undefined ? "" : ` if ${text(Condition)}`;
  const places = resources.length === 0 ? [""] : resources;
  return actions.flatMap((action) => places.map((place) => `${verb} ${action}${place}${who}${when}`));
}

const listOf = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(text));

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
