import type { Operator } from "../../../adapters/operate.ts";
import { type Fired, type FireInput, fireTrigger, replayEvent } from "../../../infra/operate/fire/index.ts";
import type { AppInput } from "../../../model/app.ts";
import type { ResourceInput } from "../../../model/resources/index.ts";
import type { TriggerInput } from "../../../model/triggers/index.ts";
import { fakeApp, fakeOperator, type OperatorCall } from "./fake-app.ts";

/** An app with one function and this trigger. */
export const appWith = (
  trigger: TriggerInput,
  resources: Readonly<Record<string, ResourceInput>> = {},
): Omit<AppInput, "name"> => ({
  resources,
  functions: { fn: { handler: "fn.ts", triggers: { it: trigger } } },
});

/** Fires the trigger, and says what the cloud was asked to do. */
export async function fire(
  spec: Omit<AppInput, "name">,
  input: FireInput = {},
  answers: Partial<Operator> = {},
): Promise<{ fired: Fired; calls: OperatorCall[] }> {
  const { operator, calls } = fakeOperator(answers);
  return { fired: await fireTrigger(await fakeApp(spec, operator), "fn", "it", input), calls };
}

/** The same with an event. */
export async function replay(spec: Omit<AppInput, "name">, json: string): Promise<OperatorCall[]> {
  const { operator, calls } = fakeOperator();
  await replayEvent(await fakeApp(spec, operator), "fn", "it", json);
  return calls;
}
