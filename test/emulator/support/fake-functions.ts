import type { Emulated } from "../../../offline/aliyun/core/emulated.ts";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import type {
  EventSource,
  FunctionCall,
  FunctionResult,
  SourceTriggerType,
  TriggerBinding,
} from "../../../offline/aliyun/core/ports.ts";
import type { World } from "../../../offline/aliyun/core/world.ts";
import { configOf } from "../../../offline/aliyun/services/fc/schemas/parse.ts";
import { echo } from "./echo-service.ts";

/** The end of a function's call: its answer, an error of its own, or a refusal. */
export type Outcome = Partial<FunctionResult> | ApiError;

/** In the place of Function Compute: notes the calls, and attaches triggers as FC does. */
export class FakeFunctions {
  readonly calls: FunctionCall[] = [];
  /** Asked for each call. */
  outcome: (call: FunctionCall) => Outcome = () => ({});
  #world: World | undefined;
  #serial = 0;

  readonly create = (world: World): Emulated => {
    this.#world = world;
    return { ...echo({}, () => undefined), functions: { invoke: (call) => this.#invoke(call) } };
  };

  async #invoke(call: FunctionCall): Promise<FunctionResult> {
    this.calls.push(call);
    const outcome = this.outcome(call);
    if (outcome instanceof ApiError) throw outcome;
    return { requestId: `request-${this.calls.length}`, body: Buffer.alloc(0), ...outcome };
  }

  get world(): World {
    if (!this.#world) throw new Error("not started");
    return this.#world;
  }

  /** Payloads of the calls so far, parsed. */
  get payloads(): unknown[] {
    return this.calls.map(({ payload }) => JSON.parse(payload.toString()));
  }

  /** Makes a trigger as FC does: its configuration is read, then the source checks it. */
  attach<T extends SourceTriggerType>(
    type: T,
    { config, ...trigger }: Partial<Omit<TriggerBinding, "config">> & { readonly config: object },
  ): TriggerBinding<T> {
    const serial = ++this.#serial;
    const binding: TriggerBinding<T> = {
      id: `trigger-${serial}`,
      region: "cn-hangzhou",
      functionName: "fn",
      qualifier: "LATEST",
      triggerName: `t${serial}`,
      invocationRole: "acs:ram::1234567890123456:role/invoker",
      ...trigger,
      config: configOf(type, JSON.stringify(config)),
    };
    const source: EventSource<T> = this.world.sources[type];
    source.check(binding);
    source.attach(binding);
    return binding;
  }
}

/** Waits for what the emulator does after it has answered. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
