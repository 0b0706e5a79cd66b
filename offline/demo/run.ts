import { randomBytes } from "node:crypto";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Deployed } from "../drivers/app.ts";
import type { Cloud } from "../drivers/cloud.ts";
import type { Demo, Stage } from "../drivers/demo.ts";
import { demos } from "../drivers/triggers/index.ts";

/** One trigger, fired on every cloud. */
export interface Row {
  readonly kind: TriggerKind;
  /** `function.trigger`, as in the spec. */
  readonly trigger: string;
  /** The input; the same on every cloud. */
  readonly sent: string;
  /** One per cloud, in the order of the clouds. */
  readonly results: readonly Result[];
}

export interface Result {
  /** Name of the cloud, as users know it. */
  readonly cloud: string;
  /** The result, or the error. */
  readonly received: string;
  /** From the first call of the cloud to the last observation. */
  readonly ms: number;
  readonly ok: boolean;
}

/** The example, deployed to a cloud. */
export interface Show {
  /** Name of the cloud, as users know it. */
  readonly title: string;
  readonly cloud: Cloud;
  readonly app: Deployed;
}

/** Fires every trigger of the example once, on all clouds at the same time, and yields each as soon as it is known. */
export async function* fireAll(shows: readonly Show[]): AsyncGenerator<Row> {
  const run = randomBytes(4).toString("hex");
  const stages = shows.map((show) => ({ ...show, run }));
  for (const [kind, list] of Object.entries(demos) as [TriggerKind, readonly Demo[]][]) {
    for (const demo of list) {
      const fired = await Promise.all(stages.map((stage) => fire(demo, stage)));
      yield {
        kind,
        trigger: `${demo.function}.${demo.trigger}`,
        sent: fired.find(({ sent }) => sent !== "")?.sent ?? "",
        results: fired.map(({ result }) => result),
      };
    }
  }
}

async function fire(demo: Demo, stage: Stage & Pick<Show, "title">): Promise<{ sent: string; result: Result }> {
  const start = performance.now();
  const result = (received: string, ok: boolean): Result => ({
    cloud: stage.title,
    received,
    ms: Math.round(performance.now() - start),
    ok,
  });
  try {
    const { sent, received } = await demo.fire(stage);
    return { sent, result: result(received, true) };
  } catch (error) {
    return { sent: "", result: result(error instanceof Error ? error.message : String(error), false) };
  }
}
