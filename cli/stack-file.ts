import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { findProject } from "../infra/project-directory.ts";
import { readStackConfiguration, type StackConfiguration } from "../infra/stack-configuration.ts";
import { UserError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";

/** A stack's configuration from its file. */
export interface StackFile extends StackConfiguration {
  /** Directory of Pulumi.yaml. */
  readonly project: string;
}

const projectSchema = z.object({ stackConfigDir: z.string().optional() });
const stackSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() });

/**
 * Reads the stack's file of the project that contains `cwd`.
 * @throws UserError when there is no project or no such stack, or its file has no target.
 */
export async function readStackFile(stack: string, cwd: string): Promise<StackFile> {
  const project = await findProject(cwd);
  if (project === undefined) {
    throw new UserError(
      "There is no Pulumi.yaml here or in any directory above.",
      "Run the command in the directory of your Pulumi project.",
    );
  }
  const file = await readNamed(stack, project, cwd);
  if (file.places.length > 0) return file;
  const path = relative(cwd, join(await stackDirectory(project, cwd), `Pulumi.${stack}.yaml`));
  throw new UserError(`${path} has no target.`, "Add polyfn:target to its config, or polyfn:targets for several.");
}

/**
 * The same for commands that work without a stack: undefined when `cwd` is in no project, or the project has no such
 * stack.
 * @throws UserError when the file cannot be read.
 */
export async function findStackFile(stack: string, cwd: string): Promise<StackFile | undefined> {
  const project = await findProject(cwd);
  if (project === undefined) return undefined;
  const directory = await stackDirectory(project, cwd);
  return (await stackNames(directory)).includes(stack) ? readStack(stack, project, directory, cwd) : undefined;
}

/**
 * The file of a stack that a command names: undefined when `cwd` is in no project, where a stack is only a name.
 * @throws UserError when the project has no such stack, or its file cannot be read.
 */
export async function namedStackFile(stack: string, cwd: string): Promise<StackFile | undefined> {
  const project = await findProject(cwd);
  return project === undefined ? undefined : readNamed(stack, project, cwd);
}

async function readNamed(stack: string, project: string, cwd: string): Promise<StackFile> {
  const directory = await stackDirectory(project, cwd);
  const names = await stackNames(directory);
  if (names.includes(stack)) return readStack(stack, project, directory, cwd);
  const path = relative(cwd, join(directory, `Pulumi.${stack}.yaml`));
  const meant = nearest(stack, names);
  const guess = meant === undefined ? "" : `Did you mean "${meant}"? `;
  throw new UserError(
    `There is no stack "${stack}": ${path} does not exist.`,
    names.length === 0
      ? "Create that file, with polyfn:target in its config."
      : `${guess}Stacks: ${names.join(", ")}. To create another stack, write its file.`,
  );
}

async function readStack(stack: string, project: string, directory: string, cwd: string): Promise<StackFile> {
  const path = join(directory, `Pulumi.${stack}.yaml`);
  const { config } = await read(path, stackSchema, cwd);
  return { ...(await readStackConfiguration(config ?? {}, relative(cwd, path))), project };
}

async function stackDirectory(project: string, cwd: string): Promise<string> {
  const { stackConfigDir = "." } = await read(join(project, "Pulumi.yaml"), projectSchema, cwd);
  return join(project, stackConfigDir);
}

async function stackNames(directory: string): Promise<string[]> {
  const files = await readdir(directory).catch(() => []);
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
}

async function read<S extends z.ZodType>(file: string, schema: S, cwd: string): Promise<z.output<S>> {
  try {
    const { parse } = await import("yaml");
    return schema.parse(parse(await readFile(file, "utf8")) ?? {});
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    throw new UserError(`${relative(cwd, file)} can't be read: ${reason}`, "Correct the file.", { cause: error });
  }
}
