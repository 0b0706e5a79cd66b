import { type Feature, featureTitles, type SupportTable, type Verdict } from "../../model/features.ts";
import { type ResourceKind, resources } from "../../model/resources/index.ts";
import { type TriggerKind, triggers } from "../../model/triggers/index.ts";

/** The cloud does it. */
export const native = { support: "native" } as const satisfies Verdict;

/** It is done, in another way than the cloud's own: one sentence. */
export const emulated = (how: string) => ({ support: "emulated", how }) as const satisfies Verdict;

/** The function's shim does it, which only functions in Node.js have. */
export const inShim = (how: string) => ({ support: "emulated", how, inShim: true }) as const satisfies Verdict;

/** Unsupported. The remedy is an instruction: the way to do without it. */
export const unsupported = (remedy: string) => ({ support: "unsupported", remedy }) as const satisfies Verdict;

/** A kind of trigger, or `resource.` and a kind of resource. */
type Kind = TriggerKind | `resource.${ResourceKind}`;

type FeaturesOf<K extends Kind> = keyof (K extends TriggerKind
  ? (typeof triggers)[K]["features"]
  : K extends `resource.${infer R extends ResourceKind}`
    ? (typeof resources)[R]["features"]
    : never) &
  Feature;

/** Refuses every feature of a kind at once: `...unsupportedKind("table", "Use ...")` in a support table. */
export function unsupportedKind<K extends Kind>(
  kind: K,
  remedy: string,
): Readonly<Record<FeaturesOf<K>, ReturnType<typeof unsupported>>> {
  const definitions: Readonly<Record<string, { readonly features: object }>> = {
    ...triggers,
    ...Object.fromEntries(Object.entries(resources).map(([name, definition]) => [`resource.${name}`, definition])),
  };
  const features = Object.keys(definitions[kind]?.features ?? {});
  return Object.fromEntries(features.map((feature) => [feature, unsupported(remedy)])) as ReturnType<
    typeof unsupportedKind<K>
  >;
}

/** A whole table from the answers that differ from one refusal: for clouds that do little. */
export const unsupportedOthers = (answers: Readonly<Partial<SupportTable>>, remedy: string): SupportTable =>
  Object.fromEntries(
    (Object.keys(featureTitles) as Feature[]).map((feature) => [feature, answers[feature] ?? unsupported(remedy)]),
  ) as SupportTable;
