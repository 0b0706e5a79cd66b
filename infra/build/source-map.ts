import { resolve } from "node:path";
import { decode, encode, type SourceMapMappings, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { z } from "zod";
import { sha256 } from "./digests.ts";
import { isOwnSource, portablePath } from "./paths.ts";
import { placesIn } from "./module-places.ts";

const sourceMap = z.object({
  version: z.literal(3),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()),
  mappings: z.string(),
  names: z.array(z.string()),
});

const ENTRY = /^polyfn-entry:/;

/** A map, and the digests of the sources in it as the bundler read them, by absolute path. */
export interface PortableMap {
  readonly map: Uint8Array;
  readonly digests: ReadonlyMap<string, string>;
}

/** A source that stays in the map. */
interface Kept {
  readonly path: string;
  /** Its name in the map. */
  readonly name: string;
  readonly content: string | null;
  /** What the build put into it, which is not in the user's file. */
  readonly inserted: { readonly line: number; readonly length: number } | undefined;
}

/**
 * A source map that is the same wherever it was made, and small: it maps the user's own sources alone. Node.js reads the
 * whole map at every cold start, and with the dependencies it would be larger than the code.
 */
export function portableMap(text: string, mapDirectory: string, directory: string): PortableMap {
  const map = sourceMap.parse(JSON.parse(text));
  const kept = new Map<number, Kept>();
  for (const [index, source] of map.sources.entries()) {
    const path = resolve(mapDirectory, source);
    if (ENTRY.test(source) || !isOwnSource(path, directory)) continue;
    const content = map.sourcesContent[index] ?? null;
    const inserted = content === null ? undefined : placesIn(content);
    kept.set(index, {
      path,
      name: portablePath(path, directory),
      content: content && without(content, inserted),
      inserted,
    });
  }
  const { mappings, names } = only(decode(map.mappings), kept, map.names);
  const sources = [...kept.values()];
  const digests = new Map(sources.map(({ path, content }) => [path, sha256(content ?? "")]));
  const portable = Buffer.from(
    JSON.stringify({
      version: 3,
      sources: sources.map(({ name }) => name),
      sourcesContent: sources.map(({ content }) => content),
      mappings: encode(mappings),
      names,
    }),
  );
  return { map: portable, digests };
}

function without(content: string, inserted: Kept["inserted"]): string {
  if (inserted === undefined) return content;
  const start = inserted.line === 0 ? 0 : content.indexOf("\n") + 1;
  return content.slice(0, start) + content.slice(start + inserted.length);
}

/** The mappings to the kept sources. Where other code begins stands a segment without a source, which ends the last. */
function only(mappings: SourceMapMappings, kept: ReadonlyMap<number, Kept>, names: readonly string[]) {
  const used = new Map<string, number>();
  const nameAt = (index: number): number => {
    const name = names[index] ?? "";
    const at = used.get(name) ?? used.size;
    used.set(name, at);
    return at;
  };
  const positions = new Map([...kept.keys()].map((index, at) => [index, at]));
  const columnIn = (source: number, line: number, column: number): number => {
    const inserted = kept.get(source)?.inserted;
    return inserted?.line === line ? Math.max(0, column - inserted.length) : column;
  };
  const lines = mappings.map((line) => {
    const segments: SourceMapSegment[] = [];
    for (const [column, source, sourceLine, sourceColumn, name] of line) {
      const at = source === undefined ? undefined : positions.get(source);
      if (at !== undefined && source !== undefined && sourceLine !== undefined && sourceColumn !== undefined) {
        const place = [column, at, sourceLine, columnIn(source, sourceLine, sourceColumn)] as const;
        segments.push(name === undefined ? [...place] : [...place, nameAt(name)]);
      } else if ((segments.at(-1)?.length ?? 1) > 1) segments.push([column]);
    }
    return segments;
  });
  return { mappings: lines, names: [...used.keys()] };
}
