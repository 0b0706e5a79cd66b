import { relative, resolve } from "node:path";
import { execa } from "execa";
import { adapterFor } from "../../infra/targets.ts";
import { UserError } from "../../model/errors.ts";
import type { Io } from "../io.ts";
import { fittingName } from "./app-name.ts";
import { type Asked, type Choices, choose, defaultName } from "./choices.ts";
import { type ExistingFolder, inspect } from "./existing.ts";
import { filesInLanguage } from "./language.ts";
import { isInstalled, mergedManifest, type Packages, packagesOf } from "./manifest.ts";
import { nextSteps } from "./next-steps.ts";
import { settingsFiles, withCommandsOf } from "./package-manager.ts";
import { withPackedPackages } from "./packed-packages.ts";
import { proposedSpec } from "./propose.ts";
import { typeScriptSpec, yamlSpec } from "./spec-text.ts";
import { type StackTargets, stacksFor, targetsIn } from "./stacks.ts";
import { commonFiles, type Files } from "./templates.ts";
import { contentOf, type WrittenFile, writeFiles } from "./write.ts";

export interface InitOptions extends Asked {
  /** Relative to where the command runs. */
  readonly folder: string;
  readonly install: boolean;
  /** Directory with packed packages, which are installed in place of the registry's. */
  readonly packed?: string | undefined;
}

/** The result of `init`. */
export interface Initialized extends Choices {
  /** Absolute. */
  readonly directory: string;
  readonly files: readonly WrittenFile[];
  readonly installed: boolean;
  /** True when the app is not named after the folder, because that name is too long for the template's resources. */
  readonly shortened: boolean;
  /** Lines for the user: commands, and what a program of one's own needs. */
  readonly next: readonly string[];
}

/**
 * Makes a project in a folder, or adds what its project lacks. Files that are there are kept.
 * @throws UserError for options that are not possible, and when the packages cannot be installed.
 */
export async function init(options: InitOptions, io: Io): Promise<Initialized> {
  const directory = resolve(io.cwd, options.folder);
  const existing = await inspect(directory);
  const asked = await choose(options, directory, existing, io);
  const choices = { ...asked, name: await nameFor(asked, options.name, directory, existing) };
  const stacks = await stacksFor(choices.clouds, choices.template, choices.name);
  const targets = await targetsIn(stacks);
  const packages = await withPackedPackages(await packagesOf(targets), directory, options.packed, io.cwd);
  const project = await projectFiles(choices, existing, stacks, targets);
  const files = new Map([...project, ...(await settingsFiles(choices.manager, directory))]);
  const manifest = mergedManifest(await contentOf(directory, "package.json"), choices, packages);
  const written = await writeFiles(directory, files, new Map([["package.json", manifest]]));
  const installed = options.install && (await install(directory, packages, choices, io));
  const next = nextSteps({ ...choices, existing, folder: relative(io.cwd, directory), installed: options.install });
  return { ...choices, shortened: choices.name !== asked.name, directory, files: written, installed, next };
}

/** The name of the app: the default, the folder's, is made shorter where the template's resources need it. */
async function nameFor(
  { name, template, clouds }: Choices,
  given: string | undefined,
  directory: string,
  existing: ExistingFolder,
) {
  if (template === undefined || existing.spec !== undefined) return name;
  const chosen = given !== undefined || name !== defaultName(directory);
  return fittingName(name, chosen, template, await stacksFor(clouds, template, name));
}

/** The list of targets in the integration tests of templates, which a project's own replace. */
const TARGETS_PLACEHOLDER = '["my-offline-target"]';

async function projectFiles(
  choices: Choices,
  existing: ExistingFolder,
  stacks: Files,
  { offline }: StackTargets,
): Promise<Files> {
  const { name, language, template, manager } = choices;
  const common = await commonFiles(name);
  const own = template === undefined ? new Map<string, string>() : await filesInLanguage(template, name, language);
  const readme = [own.get("README.md") ?? `# ${name}\n`, common.get("README.md") ?? ""].join("\n");
  const project = existing.program === undefined;
  const all = new Map([
    ...common,
    ...own,
    ...(existing.handlers.length > 0 && template === undefined ? proposed(choices, existing) : []),
    ...(project ? [...stacks].map(([path, text]) => [`stacks/${path}`, text] as const) : []),
    ["README.md", readme] as const,
  ]);
  // The program and its stacks are the user's own.
  if (!project) for (const path of ["Pulumi.yaml", "program.mjs"]) all.delete(path);
  const adapters = await Promise.all(offline.map((target) => adapterFor(target)));
  const tested = adapters.filter(({ operate }) => operate !== undefined).map(({ name: target }) => target);
  const targets = `[${tested.map((target) => JSON.stringify(target)).join(", ")}]`;
  const finished = (text: string) => withCommandsOf(manager, text.replaceAll(TARGETS_PLACEHOLDER, targets));
  return new Map([...all].map(([path, text]) => [path, finished(text)]));
}

function proposed({ name, language }: Choices, { handlers }: ExistingFolder): [string, string][] {
  const spec = proposedSpec(name, handlers);
  return language === "yaml" ? [["polyfn.yaml", yamlSpec(spec)]] : [["polyfn.config.ts", typeScriptSpec(spec)]];
}

/** @returns Whether anything had to be installed. */
async function install(directory: string, packages: Packages, { manager }: Choices, io: Io): Promise<boolean> {
  if (isInstalled(directory, packages)) return false;
  const count = Object.keys({ ...packages.dependencies, ...packages.devDependencies }).length;
  io.progress(`installing ${count} packages with ${manager.name}`);
  const result = await execa(manager.name, manager.install, {
    cwd: directory,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  if (result.exitCode === 0) return true;
  throw new UserError(
    `${manager.name} could not install the packages:\n${result.all || result.shortMessage}`,
    `The files are written. Run \`${manager.name} install\` in ${directory} when this is corrected.`,
  );
}
