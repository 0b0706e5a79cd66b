import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command, type Option } from "commander";
import type { Adapter } from "../adapters/contract.ts";
import { adapters, type Target } from "../adapters/index.ts";
import { PROOF_LEVELS, type ProofLevel } from "../adapters/proof.ts";
import { commands } from "../cli/commands/index.ts";
import { type Feature, featureTitles, type Verdict } from "../model/features.ts";
import { remarks } from "../model/remarks.ts";
import { JSON_SCHEMA_FILE, jsonSchema } from "../model/schema/json-schema.ts";
import { offlineClouds } from "../offline/clouds/index.ts";
import { proofOf, servers } from "../test/conformance/proof.ts";
import { clientModels } from "../test/emulator/client-models.ts";
import { markdownCell } from "./markdown.ts";
import { withValueTables } from "./value-tables.ts";

/** Path in the repository -> text, for every file that is made from code. A test keeps them fresh. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    [JSON_SCHEMA_FILE]: `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
    "docs/reference.md": await commandReference(),
    "docs/support-matrix.md": await supportMatrix(),
    "docs/emulator.md": await withCoverage("docs/emulator.md"),
    "docs/remarks.md": await withRemarks("docs/remarks.md"),
    "docs/values.md": await withValueTables("docs/values.md"),
  };
}

const NOTE = "<!-- Made by `npm run generate`. -->";

async function commandReference(): Promise<string> {
  const sections = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const { description, declare } = await load();
      const command = new Command(name);
      declare(command);
      const rows = command.options.map((option) => `| \`${option.flags}\` | ${markdownCell(optionText(option))} |`);
      const usage = command.registeredArguments
        .map((argument) => (argument.variadic ? ` [-- ${argument.name()}...]` : ` <${argument.name()}>`))
        .join("");
      return [
        `## polyfn ${name}`,
        "",
        `\`polyfn ${name} [options]${usage}\``,
        "",
        description,
        "",
        "| option | |",
        "|---|---|",
        ...rows,
        "",
      ].join("\n");
    }),
  );
  return [
    "# Command line",
    "",
    NOTE,
    "",
    "Exit codes: 0 success, 2 a mistake that you can correct, 1 a bug in polyfn. Colour on a terminal only.",
    "",
    ...sections,
  ].join("\n");
}

function optionText({ description, mandatory, defaultValue }: Option): string {
  const text = defaultValue === undefined ? description : `${description} Default: \`${defaultValue}\`.`;
  return mandatory ? `${text} Required.` : text;
}

async function supportMatrix(): Promise<string> {
  const names = Object.keys(adapters) as Target[];
  const targets = await Promise.all(
    names.map(async (name) => ({ ...(await adapters[name]()), proof: await proofOf(name) })),
  );
  const footnotes: string[] = [];
  const rows = (Object.keys(featureTitles) as Feature[]).map((feature) => {
    const cells = targets.map((target) => supportCell(target, feature, footnotes));
    return `| ${markdownCell(featureTitles[feature])} | ${cells.join(" | ")} |`;
  });
  return [
    "# What each target can do",
    "",
    NOTE,
    "",
    "The letters say how it was last shown to hold by the [conformance suite](conformance.md), by level of proof:",
    "",
    ...legend(),
    "",
    "With ° it was only seen that the cloud is told of it, because nothing on one machine shows what comes of it. The real",
    "clouds are not among them: an adapter is shown on servers that speak the same protocol.",
    "",
    "With † it takes the function's shim, which [functions in Node.js alone](packaging.md) have.",
    "",
    `| | ${targets.map(({ title }) => title).join(" | ")} |`,
    `|---|${targets.map(() => "---|").join("")}`,
    ...rows,
    "",
    ...footnotes,
    "",
  ].join("\n");
}

/** A cell of the matrix. A remark on it becomes one of the footnotes. */
function supportCell({ title, support, proof }: MatrixTarget, feature: Feature, footnotes: string[]): string {
  const verdict = support[feature];
  const remark = remarkOf(verdict);
  const seen = (proof.get(feature) ?? [])
    .map(({ server, told }) => `${servers[server].sign}${told ? "°" : ""}`)
    .join(" ");
  const where = verdict.support === "unsupported" ? "" : ` \`${seen === "" ? PLANNED : seen}\``;
  const shim = "inShim" in verdict && verdict.inShim ? "†" : "";
  if (remark === undefined) return `yes${shim}${where}`;
  footnotes.push(`${footnotes.length + 1}. ${featureTitles[feature]} on ${title}: ${remark}`);
  return `${verdict.support === "emulated" ? "emulated" : "no"}${shim} (${footnotes.length})${where}`;
}

type MatrixTarget = Pick<Adapter, "title" | "support"> & { readonly proof: Awaited<ReturnType<typeof proofOf>> };

/** Sign of answers that were seen on no server. */
const PLANNED = "p";

const LEVELS: Readonly<Record<ProofLevel, string>> = {
  "cloud-protocol": "deployed by the real engine to a server that speaks the cloud's protocol",
  plan: "checked and planned with the provider's types; nothing ran",
};

/** The levels of proof that the matrix has, each with its servers. */
function legend(): string[] {
  const all = Object.values(servers);
  return PROOF_LEVELS.flatMap((level) => {
    const on = all.filter((one) => one.level === level).map(({ sign, title }) => `\`${sign}\` ${title}`);
    const signs = level === "plan" ? [`\`${PLANNED}\``] : on;
    return signs.length === 0 ? [] : [`- \`${level}\`, ${LEVELS[level]}: ${signs.join(", ")}`];
  });
}

function remarkOf(verdict: Verdict): string | undefined {
  if (verdict.support === "native") return undefined;
  return verdict.support === "emulated" ? verdict.how : verdict.remedy;
}

const COVERAGE = /(<!-- coverage: [^>]*-->\n)[\s\S]*?(<!-- end of coverage -->)/;

const MODELS = /(<!-- models: [^>]*-->\n)[\s\S]*?(<!-- end of models -->)/;

/** A page with its list of what the emulator serves made anew; the rest of it is written by hand. */
async function withCoverage(path: string): Promise<string> {
  const page = await readFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");
  const served = await Promise.all(Object.values(offlineClouds).map((cloud) => cloud.coverage?.() ?? []));
  const rows = served.flat().map(({ title, version, docs, operations }) => {
    const names = operations.map((name) => `\`${name}\``).join(", ");
    return `| [${title}](${docs}) ${version} | ${operations.length} | ${names} |`;
  });
  const table = ["", "| service | | operations |", "|---|---|---|", ...rows, "", ""].join("\n");
  return page
    .replace(COVERAGE, (_, start: string, end: string) => `${start}${table}${end}`)
    .replace(MODELS, (_, start: string, end: string) => `${start}${clientModels()}${end}`);
}

const REMARKS = /(<!-- remarks: [^>]*-->\n)[\s\S]*?(<!-- end of remarks -->)/;

const FOUND = {
  check: "`check`, `plan`, `build`",
  stack: "`check`, `plan`, `build`",
  build: "`plan`, `build`",
  package: "`plan`, `build`",
} as const;

/** A page with its list of remarks made anew; the rest of it is written by hand. */
async function withRemarks(path: string): Promise<string> {
  const page = await readFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");
  const rows = Object.entries(remarks).map(
    ([code, { title, found }]) => `| \`${code}\` | ${markdownCell(title)} | ${FOUND[found]} |`,
  );
  const table = ["", "| code | what is found | by |", "|---|---|---|", ...rows, "", ""].join("\n");
  return page.replace(REMARKS, (_, start: string, end: string) => `${start}${table}${end}`);
}
