import { expect, test } from "vitest";
import { queueOptions } from "../../../infra/operate/queue-options.ts";
import { checkSpec } from "../../../model/checked-spec.ts";
import { type ResolvedResource, resolve } from "../../../model/resolve.ts";

const { app } = checkSpec({
  name: "shop",
  resources: {
    plain: { kind: "queue" },
    ordered: { kind: "queue", fifo: true },
    compared: { kind: "queue", fifo: true, deduplicate: true },
  },
}).deployed;
const { resources } = resolve(app);
const optionsFor = (name: string, given?: object) =>
  queueOptions(resources.get(name) as ResolvedResource<"queue">, given);

test("a message to a FIFO queue has a group, and an identifier where the queue does not compare bodies", () => {
  expect(optionsFor("plain", { delaySeconds: 3 })).toEqual({ delaySeconds: 3 });
  expect(optionsFor("ordered")).toEqual({ group: "polyfn", deduplicationId: expect.any(String) });
  expect(optionsFor("compared", { group: undefined })).toEqual({ group: "polyfn" });
  expect(optionsFor("ordered", { group: "a", deduplicationId: "1" })).toEqual({ group: "a", deduplicationId: "1" });
});
