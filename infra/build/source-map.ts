import { resolve } from "node:path";
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
 * A source map that is the same wherever it was made, with the text of the user's own sources only: that of the
 * dependencies would double the package, and every cold start reads the map.
 */
export function portableMap(text: string, mapDirectory: string, directory: string): Uint8Array {
  const map = sourceMap.parse(JSON.parse(text));
  const absolute = map.sources.map((source) => (ENTRY.test(source) ? source : resolve(mapDirectory, source)));
  return Buffer.from(
    JSON.stringify({
      version: map.version,
      sources: absolute.map((source) => (ENTRY.test(source) ? "polyfn/entry.ts" : portablePath(source, directory))),
      sourcesContent: map.sourcesContent.map((content, index) =>
        isOwnSource(absolute[index] ?? "", directory) ? content : null,
      ),
      mappings: map.mappings,
      names: map.names,
    }),
  );
}
