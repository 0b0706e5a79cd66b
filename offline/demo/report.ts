import Table from "cli-table3";
import { createColors } from "picocolors";
import type { Io } from "../../terminal/io.ts";
import type { Result, Row } from "./run.ts";

const TRIGGER_WIDTH = 20;
const TIME_WIDTH = 7;
/** Narrower columns break words in two. */
const LEAST_WIDTH = 20;

/** One line, printed as soon as a trigger has been fired. */
export function describeRow(row: Row, { errorColour }: Pick<Io, "errorColour">): string {
  const pc = createColors(errorColour);
  const results = row.results.map(({ cloud, ms, ok }) => {
    const mark = ok ? pc.green("ok") : pc.red("failed");
    return `${cloud} ${String(ms).padStart(6)} ms ${mark}`;
  });
  return `  ${row.kind.padEnd(9)} ${row.trigger.padEnd(20)} ${results.join("   ")}`;
}

/** The table of what happened, the clouds side by side, as wide as the output where that can be. */
export function formatTable(rows: readonly Row[], { colour, columns }: Pick<Io, "colour" | "columns">): string {
  const pc = createColors(colour);
  const clouds = rows[0]?.results.map(({ cloud }) => cloud) ?? [];
  const texts = clouds.length + 1;
  const borders = 2 + 2 * clouds.length + 1;
  const free = columns - TRIGGER_WIDTH - clouds.length * TIME_WIDTH - borders;
  const text = Math.max(LEAST_WIDTH, Math.floor(free / texts));
  const table = new Table({
    head: ["trigger", "what went in", ...clouds.flatMap((cloud) => [`came out of ${cloud}`, "ms"])],
    colWidths: [TRIGGER_WIDTH, text, ...clouds.flatMap(() => [text, TIME_WIDTH])],
    colAligns: ["left", "left", ...clouds.flatMap(() => ["left", "right"] as const)],
    wordWrap: true,
    // The library's own colours ignore NO_COLOR and pipes.
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    const outcomes = row.results.flatMap((result) => [outcome(result, colour), String(result.ms)]);
    table.push([`${pc.bold(row.kind)}\n${row.trigger}`, row.sent, ...outcomes]);
  }
  return table.toString();
}

const outcome = ({ ok, received }: Result, colour: boolean): string =>
  ok ? received : createColors(colour).red(`FAILED: ${received}`);

/** "AWS: 12 of 12 triggers delivered in 8.3 s", a line for each cloud. */
export function summarize(rows: readonly Row[], { colour }: Pick<Io, "colour">): string {
  const pc = createColors(colour);
  const clouds = rows[0]?.results.map(({ cloud }) => cloud) ?? [];
  return clouds
    .map((cloud, index) => {
      const results = rows.flatMap(({ results }) => results[index] ?? []);
      const delivered = results.filter(({ ok }) => ok).length;
      const seconds = results.reduce((sum, { ms }) => sum + ms, 0) / 1000;
      const text = `${cloud}: ${delivered} of ${results.length} triggers delivered in ${seconds.toFixed(1)} s`;
      return delivered === results.length ? pc.green(text) : pc.red(text);
    })
    .join("\n");
}
