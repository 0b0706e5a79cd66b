import type { ResolvedTrigger } from "../../../model/resolve.ts";

/** JSON in which the services find none of their placeholders: these begin with "<", also inside of strings. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** The event that a schedule sends. The service fills in `scheduledTime` and `id` in its own format. */
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
