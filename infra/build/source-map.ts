import { resolve } from "node:path";
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { z } from "zod";
import type { OwnModule } from "./module-places.ts";
import { isOwnSource, portablePath } from "./paths.ts";

const sourceMap = z.object({
  version: z.literal(3),
  sources: z.array(z.string()),
  mappings: z.string(),
  names: z.array(z.string()),
});

const ENTRY = /^polyfn-entry:/;

export interface MapOptions {
  /** The folder that the bundler's map is in. */
  readonly mapDirectory: string;
  /** The spec's directory. */
  readonly directory: string;
  /** The user's own modules, by absolute path. */
  readonly own: ReadonlyMap<string, OwnModule>;
}

/** A source that stays in the map. */
interface Kept extends Partial<OwnModule> {
  /** Its place among those that stay. */
  readonly index: number;
  /** Its name in the map. */
  readonly name: string;
}

/**
 * A source map that is the same wherever it was made, and small: it maps the user's own sources alone. Node.js reads the
 * whole map at every cold start, and with the dependencies it would be larger than the code.
 */
export function portableMap(text: string, options: MapOptions): Uint8Array {
  const map = sourceMap.parse(JSON.parse(text));
  const kept = keptSources(map.sources, options);
  const sources = [...kept.values()];
  const { lines, names } = keptSegments(map.mappings, kept, map.names);
  return Buffer.from(
    JSON.stringify({
      version: 3,
      sources: sources.map(({ name }) => name),
      // Sources of code that another tool compiled were not read.
      sourcesContent: sources.map(({ text = null }) => text),
      mappings: encode(lines),
      names,
    }),
  );
}

/** The user's own sources, by their places in the bundler's map. */
function keptSources(
  sources: readonly string[],
  { mapDirectory, directory, own }: MapOptions,
): ReadonlyMap<number, Kept> {
  const kept = new Map<number, Kept>();
  for (const [at, source] of sources.entries()) {
    const path = resolve(mapDirectory, source);
    if (ENTRY.test(source) || !isOwnSource(path, directory)) continue;
    kept.set(at, { index: kept.size, name: portablePath(path, directory), ...own.get(path) });
  }
  return kept;
}

/** The mappings to the kept sources. Where other code begins stands a segment without a source, which ends the last. */
function keptSegments(mappings: string, kept: ReadonlyMap<number, Kept>, names: readonly string[]) {
  const used = new Map<string, number>();
  const nameAt = (index: number): number => {
    const name = names[index] ?? "";
    const at = used.get(name) ?? used.size;
    used.set(name, at);
    return at;
  };
  const lines = decode(mappings).map((line) => {
    const segments: SourceMapSegment[] = [];
    for (const [column, source, sourceLine = 0, sourceColumn = 0, name] of line) {
      const of = source === undefined ? undefined : kept.get(source);
      if (of === undefined) {
        if ((segments.at(-1)?.length ?? 1) > 1) segments.push([column]);
        continue;
      }
      const { line: at, length } = of.inserted ?? { line: -1, length: 0 };
      const own = at === sourceLine ? Math.max(0, sourceColumn - length) : sourceColumn;
      const place = [column, of.index, sourceLine, own] as const;
      segments.push(name === undefined ? [...place] : [...place, nameAt(name)]);
    }
    return segments;
  });
  return { lines, names: [...used.keys()] };
}
