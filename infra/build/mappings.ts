/** Calls `visit` for each segment of a line, in order. Indexes are -1 where a segment has none. */
export type SegmentVisitor = (
  line: number,
  column: number,
  source: number,
  sourceLine: number,
  sourceColumn: number,
  name: number,
) => void;

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Value of a Base64 digit, by its character code. */
const VALUES = new Uint8Array(128);
for (const [value, digit] of [...DIGITS].entries()) VALUES[digit.charCodeAt(0)] = value;

const COMMA = 44;
const SEMICOLON = 59;

/**
 * Reads the mappings of a source map (https://tc39.es/ecma426/#sec-mappings) without making a list of them: most are about
 * dependencies, which are left out. A number is a group of five bits after the other, the lowest first; the sixth bit says
 * that another follows, and the first of all is the sign. Numbers are relative to those before. One loop without functions
 * inside, because this is called with megabytes.
 */
export function readMappings(mappings: string, visit: SegmentVisitor): void {
  let line = 0;
  let column = 0;
  let source = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let name = 0;
  /** How many numbers of the segment have been read. */
  let fields = 0;
  let value = 0;
  let shift = 0;
  for (let at = 0; at <= mappings.length; at++) {
    const code = at < mappings.length ? mappings.charCodeAt(at) : SEMICOLON;
    if (code === COMMA || code === SEMICOLON) {
      if (fields === 1) visit(line, column, -1, -1, -1, -1);
      else if (fields > 1) visit(line, column, source, sourceLine, sourceColumn, fields > 4 ? name : -1);
      fields = 0;
      if (code === SEMICOLON) {
        line += 1;
        column = 0;
      }
      continue;
    }
    const digit = VALUES[code] ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    const step = value & 1 ? -(value >>> 1) : value >>> 1;
    if (fields === 0) column += step;
    else if (fields === 1) source += step;
    else if (fields === 2) sourceLine += step;
    else if (fields === 3) sourceColumn += step;
    else name += step;
    fields += 1;
    value = 0;
    shift = 0;
  }
}
