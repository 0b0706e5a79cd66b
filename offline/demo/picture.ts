import type { Row } from "./run.ts";

const CHARACTER = 7.25;
const LINE = 17;
const PADDING = 16;
const TRIGGER = 23;
const TEXT = 46;
const MS = 6;

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

/** Widths in characters: the trigger, what went in, and for each cloud what came out and how long it took. */
const widthsOf = (clouds: number): number[] => [TRIGGER, TEXT, ...Array(clouds).fill([TEXT, MS]).flat()];

const columnStart = (widths: readonly number[], column: number): number =>
  PADDING + widths.slice(0, column).reduce((sum, width) => sum + (width + 2) * CHARACTER, 0);

/** The lines of one row from `top` on, and where the next row begins. */
function layOut(row: Row, widths: readonly number[], top: number): { cells: Cell[]; bottom: number } {
  const columns: { kind: Cell["kind"]; lines: string[] }[] = [
    { kind: "name", lines: [row.kind, row.trigger] },
    { kind: "text", lines: wrap(row.sent, TEXT) },
    ...row.results.flatMap(({ ok, received, ms }) => [
      { kind: ok ? ("text" as const) : ("failed" as const), lines: wrap(received, TEXT) },
      { kind: "text" as const, lines: [String(ms).padStart(MS)] },
    ]),
  ];
  const cells = columns.flatMap(({ kind, lines }, column) =>
    lines.map((text, index): Cell => {
      // Below the kind of the trigger stands its name, which is text like any other.
      const own = kind === "name" && index > 0 ? "text" : kind;
      return { text, x: columnStart(widths, column), y: top + index * LINE, kind: own };
    }),
  );
  return { cells, bottom: top + Math.max(...columns.map(({ lines }) => lines.length)) * LINE + 8 };
}

/** The same table as a picture (SVG) for the README: rows are those of a real run. */
export function formatPicture(rows: readonly Row[]): string {
  const clouds = rows[0]?.results.map(({ cloud }) => cloud) ?? [];
  const widths = widthsOf(clouds.length);
  const heads = ["trigger", "what went in", ...clouds.flatMap((cloud) => [`came out of ${cloud}`, "ms".padStart(MS)])];
  const cells: Cell[] = heads.map((text, column) => {
    return { text, x: columnStart(widths, column), y: PADDING + LINE, kind: "head" };
  });
  const rules: number[] = [];
  let top = PADDING + 2.6 * LINE;
  for (const row of rows) {
    rules.push(top - LINE);
    const laid = layOut(row, widths, top);
    cells.push(...laid.cells);
    top = laid.bottom;
  }
  const width = Math.ceil(columnStart(widths, widths.length) - 2 * CHARACTER + PADDING);
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
