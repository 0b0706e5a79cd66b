import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { readText } from "../../infra/reading.ts";

/** The files of templates, in a clone and in the published package alike. */
const directory = join(dirname(createRequire(import.meta.url).resolve("polyfn/package.json")), "templates");

/** The name that a template's app has; `init` writes the user's in its place. */
const PLACEHOLDER = "my-app";

/** Path in the project, with "/" -> content. */
export type Files = ReadonlyMap<string, string>;

export interface Template {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
}

const SPEC = "polyfn.config.ts";

/** Every template, by name. */
export async function templates(): Promise<Template[]> {
  const found = await readdir(directory, { withFileTypes: true });
  const names = found.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const isTemplate = await Promise.all(
    names.map(async (name) => (await readdir(join(directory, name))).includes(SPEC)),
  );
  const all = names.filter((_, index) => isTemplate[index]).sort();
  return all.map((name) => ({ name, summary: summaryOf(readText(join(directory, name, "README.md"), name)) }));
}

/** The first sentence below the title. */
const summaryOf = (readme: string): string => /^[A-Z].*?\./m.exec(readme)?.[0] ?? "";

/** The clouds that a project can be made for: each has stack files. */
export const clouds = async (): Promise<string[]> => (await readdir(join(directory, "stacks"))).sort();

/** The files that every project has. */
export const commonFiles = (app: string): Promise<Files> => filesIn("common", app);

/** The files of one template: its spec in TypeScript, handlers, tests, README. Without its stack files. */
export async function templateFiles(template: string, app: string): Promise<Files> {
  const files = await filesIn(template, app);
  return new Map([...files].filter(([path]) => !path.startsWith("stacks/")));
}

/** Path of a template's spec. */
export const templateSpec = (template: string): string => join(directory, template, SPEC);

/** Stack files of a cloud by name: those that the template needs otherwise than every other in its own form. */
export async function stackFiles(cloud: string, template: string | undefined, app: string): Promise<Files> {
  const own = template === undefined ? new Map<string, string>() : await filesIn(join(template, "stacks", cloud), app);
  return new Map([...(await filesIn(join("stacks", cloud), app)), ...own]);
}

/** In a clone the tests of a template run in its folder. */
const LEFT_BY_TESTS = /^(node_modules|\.polyfn)\//;

async function filesIn(part: string, app: string): Promise<Files> {
  const files = new Map<string, string>();
  const root = join(directory, part);
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of found) {
    const path = relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (!entry.isFile() || LEFT_BY_TESTS.test(path)) continue;
    const text = (await readFile(join(root, path), "utf8")).replaceAll("\r\n", "\n").replaceAll(PLACEHOLDER, app);
    files.set(projectPath(path), text);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** npm leaves out files such as .gitignore when it packs, so templates have them with an underscore. */
const projectPath = (path: string): string => path.replace(/(^|\/)_/g, "$1.");
