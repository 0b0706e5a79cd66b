import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { adapters, type Target } from "../adapters/index.ts";
import { valueTables } from "../test/conformance/cases/values.ts";
import type { ValueTable } from "../test/conformance/value-table.ts";
import { servers, serversOf } from "../test/conformance/proof.ts";
import { markdownCell } from "./markdown.ts";

const TABLE = /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end of table -->)/g;

/** A page with its tables of values made anew; the rest of it is written by hand. */
export async function withValueTables(path: string): Promise<string> {
  const page = await readFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");
  const made = new Map(
    await Promise.all(valueTables.map(async (one) => [one.name, await markdownTable(one)] as const)),
  );
  return page.replace(TABLE, (_, start: string, name: string, end: string) => `${start}\n${made.get(name)}\n\n${end}`);
}

/** True if a line says what becomes of it on this target. */
const isOwn = ({ result }: ValueTable["lines"][number], target: Target): boolean =>
  typeof result === "object" && result[target] !== undefined;

/** A column for each target that the lines were tried on or speak of. Letters in its head say on which servers the cases passed. */
async function markdownTable({ of, lines, proofs }: ValueTable): Promise<string> {
  const tried = await Promise.all(
    (Object.keys(adapters) as Target[]).map(async (target) => ({
      target,
      title: (await adapters[target]()).title,
      signs: (await serversOfAll(target, proofs)).map((server) => servers[server].sign),
    })),
  );
  const columns = tried.filter(({ target, signs }) => signs.length > 0 || lines.some((line) => isOwn(line, target)));
  const heads = columns.map(({ title, signs }) => (signs.length === 0 ? title : `${title} \`${signs.join(" ")}\``));
  const rows = lines.map(({ shown, result }) => {
    const cells = columns.map(({ target }) => (typeof result === "string" ? result : (result[target] ?? "not tried")));
    return `| ${[plain(shown), ...cells.map(markdownCell)].join(" | ")} |`;
  });
  return [`| ${[of, ...heads].join(" | ")} |`, `|---|${columns.map(() => "---|").join("")}`, ...rows].join("\n");
}

/** Text with what Markdown would take for its own. */
const plain = (text: string): string => markdownCell(text.replace(/[\\<`*_]/g, "\\$&"));

/** The servers of a target on which every one of the cases passed. */
async function serversOfAll(target: Target, proofs: ValueTable["proofs"]) {
  const [first = [], ...others] = await Promise.all(proofs.map(({ title }) => serversOf(target, title)));
  return first.filter((server) => others.every((all) => all.includes(server)));
}
