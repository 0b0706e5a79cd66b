import { describe, expect, expectTypeOf, it } from "vitest";
import type { FieldRule, Rules } from "../../adapters/rules.ts";
import { ruleProblems } from "../../adapters/shared/checks/rules.ts";
import { unsupportedKind } from "../../adapters/shared/verdicts.ts";
import { adapterFor, targets } from "../../infra/targets.ts";
import { type Feature, featureTitles } from "../../model/features.ts";
import { parseApp } from "../../model/parse.ts";
import schema from "../../schema/polyfn.schema.json" with { type: "json" };
import { tinyCloud } from "../fakes/tiny-cloud/adapter.ts";
import { deploymentOf } from "./planned.ts";

/** Tiny Cloud's problems of a function by one rule: message, then remedy. */
function said(place: string, rule: FieldRule, settings: object): string[] {
  const functions: Rules["functions"] = { [place]: rule };
  const app = parseApp({
    name: "shop",
    resources: { ledger: { kind: "table", key: { partition: { name: "id" } }, changes: true } },
    functions: { f: { handler: "f.ts", ...settings } },
  });
  const adapter = { ...tinyCloud, rules: { ...tinyCloud.rules, functions } };
  return ruleProblems(adapter, app, deploymentOf(tinyCloud)).flatMap(({ message, remedy }) => [message, remedy]);
}

describe("rules for fields", () => {
  const days = { unit: "seconds", step: 86_400 } as const;
  const table = { triggers: { t: { kind: "table", table: "ledger" } } };
  it.each<[string, FieldRule, object, string[]]>([
    [
      "memory",
      { unit: "MB", min: 128, max: 1024, step: 64 },
      { memory: 200 },
      [
        "Tiny Cloud allows 128 MB to 1024 MB in multiples of 64 MB for memory, not 200 MB.",
        "Set memory to 192 or 256.",
      ],
    ],
    [
      "memory",
      { unit: "MB", max: 1024 },
      { memory: 2048 },
      ["Tiny Cloud allows at most 1024 MB for memory, not 2048 MB.", "Set memory to 1024 or less."],
    ],
    ["memory", { unit: "MB", max: 1024, step: 64 }, { memory: 1024 }, []],
    [
      "timeout",
      { unit: "seconds", max: 900, hint: "Use a queue." },
      { timeout: "20m" },
      ['Tiny Cloud allows at most "15m" for timeout, not "20m".', 'Set timeout to "15m" or less. Use a queue.'],
    ],
    [
      "async.maxAge",
      { ...days, by: "Tiny Events" },
      { async: { maxAge: "36h" } },
      ['Tiny Events allows multiples of "1d" for maxAge, not "36h".', 'Set maxAge to "1d" or "2d".'],
    ],
    [
      "async.maxAge",
      { unit: "seconds", min: 60 },
      { async: { maxAge: "30s" } },
      ['Tiny Cloud allows at least "1m" for maxAge, not "30s".', 'Set maxAge to "1m" or more.'],
    ],
    [
      "logRetention",
      { oneOf: [1, 7, 30] },
      { logRetention: 8 },
      ["Tiny Cloud allows 1, 7, 30 for logRetention, not 8.", "Set logRetention to 7 or 30."],
    ],
    ["logRetention", { oneOf: [1, 7, 30] }, { logRetention: "forever" }, []],
    [
      "layers",
      { entries: 1 },
      { layers: ["a", "b"] },
      ["Tiny Cloud allows at most 1 entry in layers, not 2.", "Keep 1 of them."],
    ],
    [
      "layers",
      { entries: { exactly: 2 } },
      { layers: ["a"] },
      ["Tiny Cloud allows exactly 2 entries in layers, not 1.", "Give 2."],
    ],
    [
      "layers.*",
      { pattern: { of: /^layer:/, form: "a layer", example: "layer:tools" } },
      { layers: ["layer:a", "b", { config: "mine" }] },
      ['"b" is not a layer.', 'Write for example "layer:tools".'],
    ],
    [
      "environment.*",
      { bytes: 3 },
      { environment: { A: "äö", B: "abc" } },
      ["Tiny Cloud allows at most 3 bytes in environment, not 4.", "Shorten environment."],
    ],
    [
      "environment.*",
      { characters: 2 },
      { environment: { A: "äö", B: "abc" } },
      ["Tiny Cloud allows at most 2 characters in environment, not 3.", "Shorten environment."],
    ],
    ["memory", { unit: "MB", max: 128, withTrigger: "table" }, { memory: 256 }, []],
    [
      "memory",
      { unit: "MB", max: 128, withTrigger: "table" },
      { memory: 256, ...table },
      ["Tiny Cloud allows at most 128 MB for memory, not 256 MB.", "Set memory to 128 or less."],
    ],
  ])("report the limit, the found value and the remedy: %s %j %j", (place, rule, settings, expected) => {
    expect(said(place, rule, settings)).toEqual(expected);
  });
});

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema & { readonly const?: string }>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

const spec = schema as unknown as Schema;
const definitions = (schema as { readonly $defs?: unknown }).$defs as Readonly<Record<string, Schema>>;

/** The schemas that a schema may stand for. */
function alternatives(one: Schema): Schema[] {
  const named = one.$ref === undefined ? [] : [definitions[one.$ref.split("/").at(-1) ?? ""] ?? {}];
  const others = [...named, ...(one.anyOf ?? []), ...(one.oneOf ?? []), ...(one.allOf ?? [])];
  return [one, ...others.flatMap(alternatives)];
}

/** The schemas of what stands at a place, `*` being any entry. */
function schemasAt(from: readonly Schema[], [field, ...rest]: readonly string[]): Schema[] {
  if (field === undefined) return [...from];
  const next = from.flatMap(alternatives).flatMap((one) => {
    const { items, additionalProperties: values, properties } = one;
    if (field !== "*") return properties?.[field] ?? [];
    return [...(items ? [items] : []), ...(typeof values === "object" ? [values] : [])];
  });
  return schemasAt(next, rest);
}

const ofKind = (section: readonly string[], kind: string): Schema[] =>
  schemasAt([spec], section)
    .flatMap(alternatives)
    .filter(({ properties }) => properties?.kind?.const === kind);

describe.each(targets())("the rules of %s", async (target) => {
  const { rules } = await adapterFor(target);

  it("cover fields of the spec", () => {
    const places = [
      ...Object.keys(rules.functions).map((place) => ({
        place,
        of: schemasAt([spec], ["functions", "*"]),
      })),
      ...Object.entries(rules.triggers).flatMap(([kind, fields]) =>
        Object.keys(fields).map((place) => ({ place, of: ofKind(["functions", "*", "triggers", "*"], kind) })),
      ),
      ...Object.entries(rules.resources).flatMap(([kind, fields]) =>
        Object.keys(fields).map((place) => ({ place, of: ofKind(["resources", "*"], kind) })),
      ),
    ];
    expect(places.length).toBeGreaterThan(10);
    expect(places.filter(({ place, of }) => schemasAt(of, place.split(".")).length === 0)).toEqual([]);
  });

  it("have reserved prefixes that match in any case", () => {
    for (const [kind, { reserved = [] }] of Object.entries(rules.names.resources)) {
      for (const start of reserved) {
        const resources = {
          r: {
            kind,
            ...(kind === "table" && { key: { partition: { name: "id" } } }),
            physicalName: `${start.toUpperCase()}x`,
          },
        };
        const found = ruleProblems(
          { rules, overrides: [], defaultRegion: tinyCloud.defaultRegion },
          parseApp({ name: "shop", resources }),
          deploymentOf(tinyCloud),
        );
        expect(found).toMatchObject([{ code: "bad-name", path: ["resources", "r", "physicalName"] }]);
        expect(found[0]?.message).toContain(`begins with "${start}"`);
      }
    }
  });
});

describe("unsupportedKind", () => {
  it("refuses every feature of a kind, and no other", () => {
    const refused = unsupportedKind("stream", "Use a queue.");
    expect(Object.keys(refused)).toEqual(
      Object.keys(featureTitles).filter((feature) => feature === "stream" || feature.startsWith("stream.")),
    );
    expect(new Set(Object.values(refused).map(({ support, remedy }) => `${support} ${remedy}`))).toEqual(
      new Set(["unsupported Use a queue."]),
    );
    expect(Object.keys(unsupportedKind("resource.key", "x"))).toEqual(["resource.key", "resource.key.rotation"]);
  });

  it("leaves no feature of the kind to answer", () => {
    const refused = unsupportedKind("bus", "x");
    expectTypeOf<Extract<Feature, "bus" | `bus.${string}`>>().toEqualTypeOf<keyof typeof refused>();
    expectTypeOf(unsupportedKind("resource.bus", "x")).toEqualTypeOf<
      Readonly<Record<"resource.bus", { readonly support: "unsupported"; readonly remedy: string }>>
    >();
  });
});
