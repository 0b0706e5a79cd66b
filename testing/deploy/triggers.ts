import { fireTrigger } from "../../infra/operate/fire/index.ts";
import { UserError } from "../../model/errors.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { toJson } from "../../runtime/core/json.ts";
import type { TargetApp } from "./deployed-app.ts";
import { HttpAnswer } from "./http-answer.ts";
import type { TriggerHandle, TriggerInput } from "./types.ts";

type Triggers = Readonly<Record<string, TriggerHandle>>;

/** Handles of a function's triggers, by their names. */
export const triggersOf = (target: TargetApp, fn: ResolvedFunction): Triggers =>
  Object.fromEntries(fn.triggers.map(({ name }) => [name, { fire: (input) => fire(target, fn.name, name, input) }]));

async function fire(
  target: TargetApp,
  fn: string,
  trigger: string,
  { body, ...input }: TriggerInput = {},
): Promise<HttpAnswer | undefined> {
  const content = body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : toJson(body);
  const { response } = await fireTrigger(target, fn, trigger, {
    ...input,
    ...(content !== undefined && { body: content }),
  });
  if (response === undefined) return undefined;
  return new HttpAnswer(response.status, [response.headers["content-type"]].flat()[0], response.body.toString());
}

/** The triggers of all functions by their names alone; one that several functions have refuses to be fired. */
export function flatTriggers(functions: Readonly<Record<string, { readonly triggers: Triggers }>>): Triggers {
  const owners = new Map<string, string[]>();
  for (const [fn, { triggers }] of Object.entries(functions))
    for (const name of Object.keys(triggers)) owners.set(name, [...(owners.get(name) ?? []), fn]);
  const flat = [...owners].map(([name, [owner = "", ...others]]) => {
    const handle = functions[owner]?.triggers[name];
    return [name, others.length === 0 ? handle : ambiguous(name, [owner, ...others])];
  });
  return Object.fromEntries(flat) as Triggers;
}

const ambiguous = (name: string, functions: readonly string[]): TriggerHandle => ({
  async fire() {
    throw new UserError(
      `Several functions have a trigger "${name}": ${functions.join(", ")}.`,
      `Name the function: ${functions.map((fn) => `app.functions.${fn}.triggers.${name}`).join(" or ")}.`,
    );
  },
});
