import { randomBytes } from "node:crypto";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Deployed } from "./app.ts";
import type { Cloud } from "./cloud.ts";
import type { Demo, Stage } from "./demo.ts";
import { demos } from "./triggers/index.ts";

/** One fired trigger. */
export interface Row {
  readonly kind: TriggerKind;
  /** `function.trigger`, as in the spec. */
  readonly trigger: string;
  readonly sent: string;
  /** What came out, or what went wrong. */
  readonly received: string;
  /** From the first call of the cloud to the last observation. */
  readonly ms: number;
  readonly ok: boolean;
}

/** Fires every trigger of the example once, one after the other, and yields each as soon as it is known. */
export async function* fireAll(cloud: Cloud, app: Deployed): AsyncGenerator<Row> {
  const stage: Stage = { cloud, app, run: randomBytes(4).toString("hex") };
  for (const [kind, list] of Object.entries(demos) as [TriggerKind, readonly Demo[]][]) {
    for (const demo of list) yield await fire(kind, demo, stage);
  }
}

async function fire(kind: TriggerKind, demo: Demo, stage: Stage): Promise<Row> {
  const trigger = `${demo.function}.${demo.trigger}`;
  const start = performance.now();
  try {
    const { sent, received } = await demo.fire(stage);
    return { kind, trigger, sent, received, ms: Math.round(performance.now() - start), ok: true };
  } catch (error) {
    const received = error instanceof Error ? error.message : String(error);
    return { kind, trigger, sent: "", received, ms: Math.round(performance.now() - start), ok: false };
  }
}
