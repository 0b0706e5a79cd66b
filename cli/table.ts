import Table from "cli-table3";
import type { Io } from "./io.ts";

/** A table for people; uses plain characters for lines when the output may be a file. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], io: Pick<Io, "colour">): string {
  const drawn = new Table({
    head: [...head],
    wordWrap: true,
    colWidths: [null, null, 80].slice(0, head.length),
    style: { head: io.colour ? ["bold"] : [], border: io.colour ? ["gray"] : [], compact: true },
    ...(!io.colour && { chars: PLAIN }),
  });
  for (const row of rows) drawn.push([...row]);
  return `${drawn.toString().replace(/[ \t]+$/gm, "")}\n`;
}

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
