import Table from "cli-table3";
import pc from "picocolors";
import type { Row } from "./run.ts";

const COLUMNS = ["trigger", "what went in", "what came out", "ms"] as const;
const TRIGGER_WIDTH = 22;
const TIME_WIDTH = 8;
const BORDERS = COLUMNS.length + 1;

/** One line, printed as soon as a trigger has been fired. */
export function describeRow(row: Row): string {
  const mark = row.ok ? pc.green("ok") : pc.red("failed");
  return `  ${row.kind.padEnd(9)} ${row.trigger.padEnd(20)} ${String(row.ms).padStart(6)} ms  ${mark}`;
}

/** The table of what happened, `width` characters wide. */
export function formatTable(rows: readonly Row[], width: number): string {
  const text = Math.max(24, Math.floor((width - TRIGGER_WIDTH - TIME_WIDTH - BORDERS) / 2));
  const table = new Table({
    head: [...COLUMNS],
    colWidths: [TRIGGER_WIDTH, text, text, TIME_WIDTH],
    colAligns: ["left", "left", "left", "right"],
    wordWrap: true,
    // The library's own colours ignore NO_COLOR and pipes; picocolors doesn't.
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    const received = row.ok ? row.received : pc.red(`FAILED: ${row.received}`);
    table.push([`${pc.bold(row.kind)}\n${row.trigger}`, row.sent, received, String(row.ms)]);
  }
  return table.toString();
}

/** "12 of 12 triggers delivered in 8.3 s" */
export function summarize(rows: readonly Row[]): string {
  const delivered = rows.filter((row) => row.ok).length;
  const seconds = rows.reduce((sum, row) => sum + row.ms, 0) / 1000;
  const text = `${delivered} of ${rows.length} triggers delivered in ${seconds.toFixed(1)} s`;
  return delivered === rows.length ? pc.green(text) : pc.red(text);
}
