import type { ResolvedTrigger } from "../../../model/resolve.ts";

/** JSON in which the services find none of their placeholders: these begin with "<", also inside of strings. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** What a schedule hands to the function. `scheduledTime` and `id` are filled in by the service, in its own way. */
export function scheduleInput(trigger: ResolvedTrigger<"schedule">, filled: { time: string; id: string }): string {
  const fields = [
    `"polyfn":"schedule"`,
    `"trigger":${JSON.stringify(trigger.name)}`,
    `"scheduledTime":${filled.time}`,
    `"id":${filled.id}`,
    ...(trigger.spec.input === undefined ? [] : [`"input":${literal(trigger.spec.input)}`]),
  ];
  return `{${fields.join(",")}}`;
}
