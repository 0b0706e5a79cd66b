import type { ResolvedTrigger } from "../../../model/resolve.ts";

/** What a schedule hands to the function. `scheduledTime` and `id` are filled in by the service, in its own way. */
export function scheduleInput(trigger: ResolvedTrigger<"schedule">, filled: { time: string; id: string }): string {
  const fields = [
    `"polyfn":"schedule"`,
    `"trigger":${JSON.stringify(trigger.name)}`,
    `"scheduledTime":${filled.time}`,
    `"id":${filled.id}`,
    ...(trigger.spec.input === undefined ? [] : [`"input":${JSON.stringify(trigger.spec.input)}`]),
  ];
  return `{${fields.join(",")}}`;
}
