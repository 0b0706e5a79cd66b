/** bench/RESULTS.md: what the benchmarks printed last, each with the day and the machine. */
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("RESULTS.md", import.meta.url));

const HEAD = `# Results of the benchmarks

Made by \`npm run bench\`, which replaces the section of each benchmark that it runs. Ratios compare with a baseline of the
same run; seconds depend on the machine and on what else it does.
`;

const machine = (): string =>
  `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;

/** Replaces the section of a benchmark. @param printed What it printed. */
export async function keepResult(benchmark: string, printed: string): Promise<void> {
  const known = await readFile(FILE, "utf8").catch(() => HEAD);
  const sections = new Map(
    known
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split("\n")[0] ?? "", section]),
  );
  const text = printed
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
  const day = new Date().toISOString().slice(0, 10);
  sections.set(benchmark, `${benchmark}\n\n${day}, ${machine()}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  const inOrder = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => `## ${section.trimEnd()}\n`);
  await writeFile(FILE, [HEAD, ...inOrder].join("\n"));
}
