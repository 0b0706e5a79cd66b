import type { FeatureUse } from "./definition.ts";
import { functionFeatures } from "./function.ts";
import { resources } from "./resources/index.ts";
import { triggers } from "./triggers/index.ts";

type FeaturesOf<M extends Record<string, { features: object }>> = { [K in keyof M]: keyof M[K]["features"] }[keyof M] &
  string;

/**
 * Every feature that an adapter must answer for. A feature added to a kind's file breaks the build of every adapter.
 */
export type Feature = FeaturesOf<typeof triggers> | FeaturesOf<typeof resources> | keyof typeof functionFeatures;

const titlesOf = (features: Readonly<Record<string, FeatureUse<never>>>): [string, string][] =>
  Object.entries(features).map(([feature, use]) => [feature, use.title]);

/** Feature -> its title, in the order of the support matrix. */
export const featureTitles = Object.fromEntries(
  [
    functionFeatures,
    ...Object.values(triggers).map((t) => t.features),
    ...Object.values(resources).map((r) => r.features),
  ].flatMap(titlesOf),
) as Record<Feature, string>;

/**
 * An adapter's answer for one feature. `how` describes the emulation, `remedy` the alternative. `inShim` means that the
 * feature needs the function's shim, which only Node.js functions have.
 */
export type Verdict =
  | { readonly support: "native"; readonly inShim?: true }
  | { readonly support: "emulated"; readonly how: string; readonly inShim?: true }
  | { readonly support: "unsupported"; readonly remedy: string };

export type SupportTable = Readonly<Record<Feature, Verdict>>;
