import { decode, encode, type SourceMapMappings, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readMappings } from "../../infra/build/mappings.ts";

const number = fc.nat({ max: 1 << 24 });
const segment: fc.Arbitrary<SourceMapSegment> = fc.oneof(
  fc.tuple(number),
  fc.tuple(number, number, number, number),
  fc.tuple(number, number, number, number, number),
);
/** In the order of their columns, as bundlers write them: the library sorts the others. */
const line = fc.array(segment, { maxLength: 5 }).map((segments) => segments.sort(([a], [b]) => a - b));
const mappings = fc.array(line, { maxLength: 8 });

function read(text: string): SourceMapMappings {
  const lines: SourceMapSegment[][] = [];
  readMappings(text, (line, column, source, sourceLine, sourceColumn, name) => {
    while (lines.length <= line) lines.push([]);
    const place = [source, sourceLine, sourceColumn, name].filter((field) => field >= 0);
    lines[line]?.push([column, ...place] as SourceMapSegment);
  });
  return lines;
}

test("mappings are read as the source map library reads them", () => {
  fc.assert(
    fc.property(mappings, (made) => {
      const text = encode(made);
      const decoded = decode(text);
      while (decoded.at(-1)?.length === 0) decoded.pop();
      expect(read(text)).toEqual(decoded);
    }),
  );
});
