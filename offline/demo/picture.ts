import type { Row } from "./run.ts";

const CHARACTER = 7.25;
const LINE = 17;
const PADDING = 16;
const WIDTHS = { trigger: 23, sent: 56, received: 56, ms: 6 } as const;
const COLUMNS = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Breaks a text into lines of at most `width` characters, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((long) => long.match(new RegExp(`.{1,${width}}`, "g")) ?? [])) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

interface Cell {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly kind: "head" | "name" | "text" | "failed";
}

const columnStart = (column: keyof typeof WIDTHS): number =>
  PADDING + COLUMNS.slice(0, COLUMNS.indexOf(column)).reduce((sum, name) => sum + (WIDTHS[name] + 2) * CHARACTER, 0);

/** The lines of one row from `top` on, and where the next row begins. */
function layOut(row: Row, top: number): { cells: Cell[]; bottom: number } {
  const texts: Record<keyof typeof WIDTHS, string[]> = {
    trigger: [row.kind, row.trigger],
    sent: wrap(row.sent, WIDTHS.sent),
    received: wrap(row.received, WIDTHS.received),
    ms: [String(row.ms).padStart(WIDTHS.ms)],
  };
  const cells = COLUMNS.flatMap((column) =>
    texts[column].map((text, index): Cell => {
      const kind = column === "trigger" && index === 0 ? "name" : !row.ok && column === "received" ? "failed" : "text";
      return { text, x: columnStart(column), y: top + index * LINE, kind };
    }),
  );
  const height = Math.max(...COLUMNS.map((column) => texts[column].length));
  return { cells, bottom: top + height * LINE + 8 };
}

/** The same table as a picture (SVG) for the README: rows are those of a real run. */
export function formatPicture(rows: readonly Row[]): string {
  const heads = { trigger: "trigger", sent: "what went in", received: "what came out", ms: "    ms" };
  const cells: Cell[] = COLUMNS.map((column) => ({
    text: heads[column],
    x: columnStart(column),
    y: PADDING + LINE,
    kind: "head",
  }));
  const rules: number[] = [];
  let top = PADDING + 2.6 * LINE;
  for (const row of rows) {
    rules.push(top - LINE);
    const laid = layOut(row, top);
    cells.push(...laid.cells);
    top = laid.bottom;
  }
  const width = Math.ceil(columnStart("ms") + WIDTHS.ms * CHARACTER + PADDING);
  const height = Math.ceil(top);
  const lines = rules.map((y) => `<line x1="${PADDING}" y1="${y}" x2="${width - PADDING}" y2="${y}"/>`);
  const texts = cells.map(
    ({ text, x, y, kind }) => `<text class="${kind}" x="${x}" y="${y}">${escapeXml(text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What npm start prints: every trigger fired, what went in, what came out">
<style>
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #c9d1d9; white-space: pre; }
.head { fill: #8b949e; } .name { fill: #7ee787; font-weight: bold; } .failed { fill: #ff7b72; }
line { stroke: #30363d; }
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${[...lines, ...texts].join("\n")}
</svg>
`;
}
