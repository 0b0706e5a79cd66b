import Table from "cli-table3";
import { DEFAULT_COLUMNS } from "../terminal/capabilities.ts";
import type { Io } from "./io.ts";

/** Narrower columns break words in two. */
const LEAST_WIDTH = 20;

/** A table for people, as wide as the output: its last column is wrapped. Plain characters where there are no colours. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { colour, columns = DEFAULT_COLUMNS }: Pick<Io, "colour"> & Partial<Pick<Io, "columns">>,
): string {
  const others = head.slice(0, -1).map((_, column) => widthOf([head, ...rows], column));
  const taken = others.reduce((sum, width) => sum + width + 1, 2);
  const drawn = new Table({
    head: [...head],
    wordWrap: true,
    colWidths: [...others, Math.max(LEAST_WIDTH, columns - taken)],
    style: { head: colour ? ["bold"] : [], border: colour ? ["gray"] : [], compact: true },
    ...(!colour && { chars: PLAIN }),
  });
  for (const row of rows) drawn.push([...row]);
  return `${drawn.toString().replace(/[ \t]+$/gm, "")}\n`;
}

/** Of the longest line, with the spaces around it. */
const widthOf = (rows: readonly (readonly string[])[], column: number): number =>
  Math.max(...rows.map((row) => Math.max(...(row[column] ?? "").split("\n").map((line) => line.length)))) + 2;

const PLAIN = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ",
};
