import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { payloads as aliyunPayloads } from "../../adapters/aliyun/payloads/index.ts";
import { payloads as awsPayloads } from "../../adapters/aws/payloads/index.ts";
import type { Payloads } from "../../adapters/payloads.ts";
import { TEST_SECRET } from "../../infra/operate/events/index.ts";
import { type TriggerKind, triggers } from "../../model/triggers/index.ts";
import type { AnyHandler, RowChange } from "../../runtime/index.ts";
import { invoke as invokeAliyun } from "../runtime/aliyun/harness.ts";
import { invoke as invokeAws } from "../runtime/harness.ts";
import { fieldsOf, STAMP, sampleEvents } from "./sample-events.ts";

const KINDS = Object.keys(triggers) as TriggerKind[];

const setup = {
  triggers: { webhook: [{ name: "hook", sender: "github", secret: "signing", tolerance: 300 }] },
  clients: { signing: () => ({ value: async () => TEST_SECRET }) },
};

/** The part of the cloud's payload that comes from the event; the rest is the cloud's own. Default: everything. */
type Told = { readonly [K in TriggerKind]?: (fields: Fields) => unknown };
interface Fields {
  readonly id?: string;
  readonly items?: readonly { readonly type: string; readonly time: string; readonly data: RowChange }[];
}

// Clouds make the id of a change of an object from its key and their own sequencer or request, and that of a timer.
const withoutId = ({ id: _, ...fields }: Fields) => fields;

const clouds: Readonly<Record<string, { payloads: Payloads; invoke: typeof invokeAws; told: Told }>> = {
  aws: { payloads: awsPayloads, invoke: invokeAws, told: { bucket: withoutId } },
  aliyun: {
    payloads: aliyunPayloads,
    invoke: invokeAliyun as typeof invokeAws,
    told: {
      bucket: withoutId,
      schedule: withoutId,
      // Tablestore names neither table nor sequence, and has no image of the row before.
      table: ({ items = [] }) => items.map(({ type, time, data: { key, after } }) => ({ type, time, key, after })),
    },
  },
};

describe.each(Object.entries(clouds))("payloads of %s", (_name, { payloads, invoke, told }) => {
  beforeEach(() => {
    vi.stubEnv("POLYFN_RESOURCES", '{"signing":{"secret":"arn"}}');
    // A webhook's time is that of its arrival.
    vi.useFakeTimers({ now: new Date(STAMP.time), toFake: ["Date"] });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  it.each(KINDS.filter((kind) => typeof payloads[kind] !== "string"))(
    "are read by the shim as the event that they were made of: %s",
    async (kind) => {
      const event = sampleEvents()[kind];
      const got: object[] = [];
      const method = (input: object) => {
        got.push(input);
        return new Response();
      };
      const make = payloads[kind] as (event: object) => unknown;
      const payload = JSON.parse(JSON.stringify(await make(event)));
      await invoke({ [kind]: method } as AnyHandler, payload, setup as never);
      expect(got).toHaveLength(1);
      const compared = told[kind] ?? ((fields: Fields) => fields);
      const [received = {}] = got;
      expect(compared((await fieldsOf(received)) as Fields)).toMatchObject(
        compared((await fieldsOf(event)) as Fields) as object,
      );
    },
  );
});

it("payloads are missing only where a cloud sends no content", () => {
  const missing = Object.entries(clouds).flatMap(([name, { payloads }]) =>
    KINDS.flatMap((kind) => (typeof payloads[kind] === "string" ? [`${name} ${kind}`] : [])),
  );
  expect(missing).toEqual(["aliyun stream", "aliyun log"]);
});
