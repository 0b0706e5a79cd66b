import { describe, expect, it } from "vitest";
import { registry } from "../../../offline/plugins/alicloud/registry.ts";
import { check } from "../../../offline/plugins/server/check.ts";
import example from "../../../polyfn.config.ts";
import { native, plan } from "../../adapters/aliyun/planned.ts";
import { richSpec } from "../../adapters/aliyun/rich-spec.ts";
import type { Planned } from "../../adapters/planned.ts";

const ENDPOINT = { endpoint: "http://127.0.0.1:4580", domain: "localhost" };

/** Problems that the plugin would report for a planned resource. */
function faults({ type, name, inputs }: Planned): string[] {
  const known = registry.get(type);
  if (!known) return [`${type} is not in the registry`];
  const unserved = (known.unserved ?? []).filter((property) => inputs[property] !== undefined);
  return [
    ...check(known.table, inputs).map(({ property, reason }) => `${type} ${name}.${property}: ${reason}`),
    ...unserved.map((property) => `${type} ${name}.${property} is not served`),
  ];
}

describe("resources that the adapter emits", () => {
  it.each([
    ["every setting", richSpec, ENDPOINT, 100],
    ["every setting, secrets in the key service", richSpec, { ...ENDPOINT, kmsInstance: "kst-1" }, 100],
    ["the example", example, ENDPOINT, 50],
  ])("accepts every resource and property of %s", async (_, spec, settings, least) => {
    const planned = native((await plan(spec, settings)).planned);
    expect(planned.length).toBeGreaterThan(least);
    expect(planned.flatMap(faults)).toEqual([]);
  });

  it("reports a resource type that is not in the registry", () => {
    expect(faults({ type: "alicloud:fc/v4Function:V4Function", name: "f", inputs: {} })).toEqual([
      "alicloud:fc/v4Function:V4Function is not in the registry",
    ]);
  });
});
