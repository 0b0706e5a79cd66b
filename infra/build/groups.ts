import type { Platform } from "./addon-platform.ts";
import type { EntrySource } from "./entries.ts";

/** A function as the bundler sees it. */
export interface BundleSource extends EntrySource, Platform {
  /** Imports that stay imports: names of packages, with `*` for any characters. Sorted. */
  readonly external: readonly string[];
}

/**
 * Functions that are bundled in one call. A module that they share is read and parsed once per call, but the bundler holds
 * everything that a call makes until its end: about 10 MB for a function that has a library such as zod.
 */
const GROUP_SIZE = 50;

/** Functions that are bundled in one call, and what they have in common. */
export interface Group {
  readonly settings: Pick<BundleSource, "syntax" | "architecture" | "external">;
  readonly sources: BundleSource[];
}

/** Groups of a bounded size, each of functions with the same settings. */
export const groupsOf = (sources: readonly BundleSource[], size = GROUP_SIZE): Group[] =>
  bySettings(sources).flatMap((group) => bounded(group, size));

function bySettings(sources: readonly BundleSource[]): Group[] {
  const groups = new Map<string, Group>();
  for (const source of sources) {
    const { syntax, architecture, external } = source;
    const settings = { syntax, architecture, external };
    const key = JSON.stringify(settings);
    const group = groups.get(key) ?? { settings, sources: [] };
    groups.set(key, group);
    group.sources.push(source);
  }
  return [...groups.values()];
}

function bounded({ settings, sources }: Group, size: number): Group[] {
  const count = Math.ceil(sources.length / size);
  return Array.from({ length: count }, (_, at) => ({
    settings,
    sources: sources.slice(at * size, (at + 1) * size),
  }));
}
