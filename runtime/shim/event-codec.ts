import type { Codec, Delivery, Matching } from "./codec.ts";

/** Events that the method gets one by one. The end of the call is what acknowledges them: a throw fails all of a call. */
export interface EventCodec<Raw, Event, Trigger> extends Matching<Raw, Trigger> {
  /** The events in their order; none where the trigger's filter leaves none. */
  decode(event: Raw, delivery: Delivery<Trigger>): readonly Event[] | Promise<readonly Event[]>;
}

export const eventCodec = <Raw, Event, Trigger>(
  codec: EventCodec<Raw, Event, Trigger>,
): Codec<Raw, Event, Trigger> => ({
  ...codec,
  async handle(raw, method, delivery) {
    for (const event of await codec.decode(raw, delivery)) await method(event, delivery.ctx);
  },
});
