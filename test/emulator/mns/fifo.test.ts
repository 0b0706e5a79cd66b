import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { assemble } from "../../../offline/aliyun/core/assemble.ts";
import { Queues } from "../../../offline/aliyun/services/mns/queues.ts";
import { MnsState, type Queue } from "../../../offline/aliyun/services/mns/state.ts";

const scratch = mkdtempSync(join(tmpdir(), "polyfn-fifo-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const VISIBILITY = 30;

function fifoQueue() {
  const parts = { account: "1234567890123456", defaultRegion: "cn-hangzhou", directory: scratch, scratch };
  const { world } = assemble({ ...parts, services: {}, changed: () => undefined });
  const state = new MnsState();
  const queue: Queue = {
    ...{ region: "cn-hangzhou", name: "q", type: "fifo", created: 0, modified: 0, tags: {}, messages: [] },
    attributes: {
      delaySeconds: 0,
      maximumMessageSize: 65_536,
      messageRetentionPeriod: 1_000_000,
      visibilityTimeout: VISIBILITY,
      pollingWaitSeconds: 0,
      loggingEnabled: false,
    },
  };
  state.queues.set("cn-hangzhou/q", queue);
  return { queue, queues: new Queues(world, state), clock: world.clock };
}

/** The events of a queue's life: a send, a receive, an acknowledgement, or the passing of time. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("send" as const), group: fc.constantFrom("a", "b", "c") }),
  fc.record({ kind: fc.constant("receive" as const), most: fc.integer({ min: 1, max: 16 }) }),
  fc.record({ kind: fc.constant("delete" as const), which: fc.nat(5) }),
  fc.record({ kind: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 2 * VISIBILITY }) }),
);

it("delivers a group's messages in order, and none while an earlier one is in flight", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { queue, queues, clock } = fifoQueue();
      /** Of each group, what was sent and is not deleted, in order. */
      const left: Record<string, string[]> = { a: [], b: [], c: [] };
      const held = new Map<string, { receipt: string; group: string; until: number }>();
      let serial = 0;
      for (const one of steps) {
        if (one.kind === "send") {
          const body = String(serial++);
          left[one.group]?.push(body);
          queues.send(queue, { body, group: one.group });
        } else if (one.kind === "wait") {
          await clock.advance(one.seconds * 1000);
        } else if (one.kind === "delete") {
          const [body, { receipt, group, until } = { receipt: "", group: "", until: 0 }] = [...held][one.which] ?? [
            "",
            undefined,
          ];
          if (until <= clock.now()) continue;
          queues.delete(queue, receipt);
          held.delete(body);
          left[group] = (left[group] ?? []).filter((other) => other !== body);
        } else {
          const busy = new Set([...held.values()].filter(({ until }) => until > clock.now()).map(({ group }) => group));
          const got: Record<string, string[]> = {};
          for (const { body, group = "", receipt = "", visibleAt } of await queues.receive(queue, one.most, 0)) {
            expect(busy).not.toContain(group);
            got[group] = [...(got[group] ?? []), body];
            held.set(body, { receipt, group, until: visibleAt });
          }
          // The oldest of the group, without a gap.
          for (const [group, bodies] of Object.entries(got))
            expect(left[group]?.slice(0, bodies.length)).toEqual(bodies);
        }
      }
    }),
    { numRuns: 200 },
  );
});
