import { createColors } from "picocolors";
import type { Initialized } from "./index.ts";
import type { FileStatus } from "./write.ts";

const WORDS: Readonly<Record<FileStatus, string>> = {
  added: "added",
  merged: "merged",
  unchanged: "unchanged",
  kept: "kept, it has other content",
};

/** The report of `init`: the change of each file, and the next steps. */
export function initReport(
  { name, shortened, language, template, clouds, files, next }: Initialized,
  colour: boolean,
): string {
  const c = createColors(colour);
  const longest = Math.max(...files.map(({ path }) => path.length));
  const from = template === undefined ? "" : ` from the template ${template}`;
  const listed = files.map(({ path, status }) => {
    const word = WORDS[status];
    return `  ${path.padEnd(longest)}  ${status === "added" ? c.green(word) : status === "kept" ? c.yellow(word) : c.dim(word)}`;
  });
  return [
    `${c.bold(name)}, a spec in ${language === "yaml" ? "YAML" : "TypeScript"}${from}, for ${clouds.join(" and ")}:`,
    ...(shortened
      ? ["The name is shorter than the folder's, so that the names of all resources fit the clouds' limits."]
      : []),
    "",
    ...listed,
    "",
    "Next:",
    ...next.map((line) => `  ${line}`),
    "",
  ].join("\n");
}
