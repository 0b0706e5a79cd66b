import { resolve } from "node:path";
import { decode, encode, type SourceMapMappings, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { z } from "zod";
import { isOwnSource, portablePath } from "./paths.ts";

const sourceMap = z.object({
  version: z.literal(3),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()),
  mappings: z.string(),
  names: z.array(z.string()),
});

const ENTRY = /^polyfn-entry:/;

/**
 * A source map that is the same wherever it was made, and small: it maps the user's own sources alone. Node.js reads the
 * whole map at every cold start, and with the dependencies it would be larger than the code.
 */
export function portableMap(text: string, mapDirectory: string, directory: string): Uint8Array {
  const map = sourceMap.parse(JSON.parse(text));
  const kept: number[] = [];
  const absolute = map.sources.map((source) => resolve(mapDirectory, source));
  for (const [index, source] of map.sources.entries()) {
    if (!ENTRY.test(source) && isOwnSource(absolute[index] ?? "", directory)) kept.push(index);
  }
  const { mappings, names } = only(decode(map.mappings), new Map(kept.map((index, at) => [index, at])), map.names);
  return Buffer.from(
    JSON.stringify({
      version: 3,
      sources: kept.map((index) => portablePath(absolute[index] ?? "", directory)),
      sourcesContent: kept.map((index) => map.sourcesContent[index] ?? null),
      mappings: encode(mappings),
      names,
    }),
  );
}

/** The mappings to the kept sources. Where other code begins stands a segment without a source, which ends the last. */
function only(mappings: SourceMapMappings, kept: ReadonlyMap<number, number>, names: readonly string[]) {
  const used = new Map<string, number>();
  const nameAt = (index: number): number => {
    const name = names[index] ?? "";
    const at = used.get(name) ?? used.size;
    used.set(name, at);
    return at;
  };
  const lines = mappings.map((line) => {
    const segments: SourceMapSegment[] = [];
    for (const [column, source, sourceLine, sourceColumn, name] of line) {
      const at = source === undefined ? undefined : kept.get(source);
      if (at !== undefined && sourceLine !== undefined && sourceColumn !== undefined) {
        const place = [column, at, sourceLine, sourceColumn] as const;
        segments.push(name === undefined ? [...place] : [...place, nameAt(name)]);
      } else if ((segments.at(-1)?.length ?? 1) > 1) segments.push([column]);
    }
    return segments;
  });
  return { mappings: lines, names: [...used.keys()] };
}
