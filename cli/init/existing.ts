import { readdir } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { handlerShape } from "../../infra/build/handler-shape.ts";
import { statsAt } from "../../infra/reading.ts";
import { SPEC_FILES } from "../../infra/spec-file.ts";
import { UserError } from "../../model/errors.ts";
import { type TriggerKind, triggers } from "../../model/triggers/index.ts";
import type { Language } from "./language.ts";
import { templateIn } from "./manifest.ts";
import { clouds, stackFiles } from "./templates.ts";
import { contentOf } from "./write.ts";

/** A file that looks like a handler: its methods are named like kinds of triggers. */
export interface FoundHandler {
  /** Path in the project, with "/". */
  readonly file: string;
  readonly kinds: readonly TriggerKind[];
}

/** The contents of a folder before `init`. */
export interface ExistingFolder {
  /** Its spec, if there is one. */
  readonly spec?: { readonly file: string; readonly language: Language };
  /** The file of a Pulumi program of the user's own, as Pulumi.yaml names it. */
  readonly program?: string;
  /** Handlers, where there is no spec. */
  readonly handlers: readonly FoundHandler[];
  /** Name, template and clouds of a project that an earlier `init` made. */
  readonly name?: string;
  readonly template?: string;
  readonly clouds?: readonly string[];
}

export async function inspect(directory: string): Promise<ExistingFolder> {
  const spec = specIn(directory);
  const pulumi = await pulumiProject(directory);
  if (spec === undefined) return { ...pulumi, handlers: await handlersIn(directory) };
  return { spec, ...pulumi, handlers: [], ...(await earlier(directory)) };
}

/** The choices of an earlier `init`: the template in package.json, the clouds as stack files. */
async function earlier(directory: string): Promise<Pick<ExistingFolder, "template" | "clouds">> {
  const template = templateIn(await contentOf(directory, "package.json"));
  const stacks = await readdir(join(directory, "stacks")).catch((): string[] => []);
  const found = await Promise.all(
    (await clouds()).map(async (cloud) => {
      const own = [...(await stackFiles(cloud, undefined, "")).keys()];
      return own.some((file) => stacks.includes(file)) ? [cloud] : [];
    }),
  );
  const known = found.flat();
  return { ...(template !== undefined && { template }), ...(known.length > 0 && { clouds: known }) };
}

function specIn(directory: string): ExistingFolder["spec"] {
  const file = SPEC_FILES.find((name) => statsAt(join(directory, name))?.isFile());
  if (file === undefined) return undefined;
  return { file, language: /\.(ya?ml|json)$/.test(file) ? "yaml" : "typescript" };
}

const pulumiFile = z.object({ name: z.string(), main: z.string().default(".") });

/**
 * The name of a project whose program is polyfn's; the program of any other project.
 * @throws UserError for a Pulumi.yaml that is none.
 */
async function pulumiProject(directory: string): Promise<Pick<ExistingFolder, "name" | "program">> {
  const text = await contentOf(directory, "Pulumi.yaml");
  if (text === undefined) return {};
  const document = parseDocument(text);
  const [mistake] = document.errors;
  const project = pulumiFile.safeParse(mistake === undefined ? document.toJS() : undefined);
  if (!project.success) {
    throw new UserError(
      `Pulumi.yaml in ${directory} is not a Pulumi project: ${mistake?.message ?? z.prettifyError(project.error)}`,
      "Correct the file, or delete it so that one is made.",
    );
  }
  const { main, name } = project.data;
  const source = extname(main) === "" ? undefined : await contentOf(directory, main);
  return source?.includes("polyfn/program") ? { name } : { program: main };
}

const SOURCE = /(?<!\.d|\.test|\.spec|\.config)\.[cm]?[jt]s$/;
const SKIPPED = /^(node_modules|dist|build|coverage|test|tests|\..*)$/;

async function handlersIn(directory: string): Promise<FoundHandler[]> {
  const files = await sourcesIn(directory).catch(() => []);
  return files.flatMap((path) => {
    const kinds = kindsServed(path, directory);
    return kinds.length === 0 ? [] : [{ file: relative(directory, path).replaceAll("\\", "/"), kinds }];
  });
}

async function sourcesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return SKIPPED.test(entry.name) || (await isOtherProject(path)) ? [] : sourcesIn(path);
      return SOURCE.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat().sort();
}

/** True for a folder with a project of its own, whose handlers are not this one's. */
async function isOtherProject(directory: string): Promise<boolean> {
  if (statsAt(join(directory, "Pulumi.yaml")) !== undefined || specIn(directory) !== undefined) return true;
  // One without a name only says how its folder's modules are loaded.
  return /"name"\s*:/.test((await contentOf(directory, "package.json")) ?? "");
}

/**
 * The kinds of triggers that a module has methods for, without running it. Exports without a default count only when
 * there are no others: a module of helpers may export a function "log".
 */
function kindsServed(path: string, directory: string): TriggerKind[] {
  const found = handlerShape(path, directory);
  if (found?.shape.kind !== "object") return [];
  const methods = [...found.shape.members].filter(([, { callable }]) => callable).map(([name]) => name);
  const kinds = methods.map((name) => (name === "fetch" ? "http" : name)).filter(isKind);
  return found.isDefault || methods.every((name) => name === "raw" || isKind(name)) ? [...new Set(kinds)] : [];
}

const isKind = (name: string): name is TriggerKind => Object.hasOwn(triggers, name);
