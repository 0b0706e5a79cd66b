import type { BusEvent } from "../../../runtime/events.ts";
import { withText } from "../../../runtime/shim/bus-event.ts";
import { idOf, type Stamp, timeOf } from "./stamp.ts";

/** An event of a bus. */
export interface BusInput<Data = unknown> extends Stamp {
  /** Default: "example". */
  readonly source?: string;
  /** Default: "example.happened". */
  readonly type?: string;
  /** JSON. Default: `{}`. */
  readonly data?: Data;
  readonly subject?: string;
}

export const bus = <Data = unknown>(input: BusInput<Data> = {}): BusEvent<Data> =>
  withText({
    specversion: "1.0",
    id: idOf(input),
    source: input.source ?? "example",
    type: input.type ?? "example.happened",
    ...(input.subject !== undefined && { subject: input.subject }),
    time: timeOf(input),
    datacontenttype: "application/json",
    // A bus hands on what its JSON says.
    data: JSON.parse(JSON.stringify(input.data ?? {})) as Data,
    raw: undefined,
  });
