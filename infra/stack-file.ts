import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { type Problem, SpecError, UserError } from "../model/errors.ts";
import { isPlainObject } from "../model/merge-patch.ts";
import { nearest } from "../model/nearest.ts";
import { findObjects } from "./find-objects.ts";
import { findProject } from "./project-directory.ts";
import { readStackConfiguration, STACK_KEYS, type StackConfiguration } from "./stack-configuration.ts";

/** A stack's configuration from its file. */
export interface StackFile extends StackConfiguration {
  /** Directory of Pulumi.yaml. */
  readonly project: string;
}

const configSchema = z.record(z.string(), z.unknown()).nullish();
const projectSchema = z.object({
  stackConfigDir: z.string().optional(),
  name: z.string().optional(),
  config: configSchema,
});
const stackSchema = z.object({ config: configSchema });

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

/** Names of the stacks that have a file in the project that contains `cwd`; none outside of a project. */
export async function listStacks(cwd: string): Promise<string[]> {
  const project = await findProject(cwd);
  return project === undefined ? [] : stackNames(await stackDirectory(project, cwd));
}

/** A stack of a project, as its file has it. */
export interface NamedStack extends StackConfiguration {
  readonly stack: string;
}

/**
 * The other stacks of the project that contains `cwd` whose names begin with this one's, or the other way round, up to
 * a hyphen: only theirs can make the same names in the cloud. Files that cannot be read are left out, since each is
 * reported where its own stack is used.
 */
export async function similarStacks(stack: string, cwd: string): Promise<NamedStack[]> {
  const project = await findProject(cwd);
  if (project === undefined) return [];
  const directory = await stackDirectory(project, cwd);
  const similar = (await stackNames(directory)).filter(
    (other) => other.startsWith(`${stack}-`) || stack.startsWith(`${other}-`),
  );
  const read = await Promise.all(
    similar.map((other) => readStack(other, project, directory, cwd).catch(onlyUserErrors)),
  );
  return similar.flatMap((other, index) => {
    const file = read[index];
    return file === undefined ? [] : [{ ...file, stack: other }];
  });
}

function onlyUserErrors(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
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
  const { name = "", config: shared } = await read(join(project, "Pulumi.yaml"), projectSchema, cwd);
  const { config } = await read(path, stackSchema, cwd);
  const origin = relative(cwd, path);
  const undeclared = undeclaredIn(shared ?? {});
  if (undeclared.length > 0) throw new SpecError(undeclared, relative(cwd, join(project, "Pulumi.yaml")));
  const values = { ...projectConfiguration(name, shared ?? {}), ...config };
  const encrypted = encryptedIn(values);
  if (encrypted.length > 0) throw new SpecError(encrypted, origin);
  return { ...(await readStackConfiguration(values, origin)), project };
}

/**
 * The values that Pulumi.yaml has for every stack, by their whole keys. As Pulumi reads them: an object is a declaration,
 * whose value is its `value` or `default`; a key without a namespace is in that of the project.
 * https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options
 */
function projectConfiguration(project: string, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, declared]) => {
      const value = isPlainObject(declared) ? (declared.value ?? declared.default) : declared;
      return value === undefined || value === null ? [] : [[key.includes(":") ? key : `${project}:${key}`, value]];
    }),
  );
}

/** The fields of a declaration in Pulumi.yaml. */
const DECLARATION = ["type", "description", "items", "default", "value", "secret"];

/** Objects in Pulumi.yaml's configuration that are no declarations: Pulumi refuses them. */
function undeclaredIn(config: Readonly<Record<string, unknown>>): Problem[] {
  return Object.entries(config).flatMap(([key, declared]) => {
    const other = isPlainObject(declared) ? Object.keys(declared).filter((field) => !DECLARATION.includes(field)) : [];
    if (other.length === 0) return [];
    return [
      {
        code: "unknown-key",
        path: ["config", key],
        message: `An object in Pulumi.yaml declares a value, and a declaration has no ${other.join(", ")}.`,
        remedy: `Write the object as the value: ${key}: { value: { ... } }.`,
      },
    ];
  });
}

/** Values that polyfn itself needs, and that only the engine could decrypt. */
function encryptedIn(values: Readonly<Record<string, unknown>>): Problem[] {
  return STACK_KEYS.filter((key) => [...findObjects(values[key], isEncrypted)].length > 0).map((key) => ({
    code: "encrypted",
    path: ["config", key],
    message: `${key} has an encrypted value, and polyfn needs to read it.`,
    remedy: `Set it in plain text: pulumi config set ${key} VALUE --plaintext. Secrets have keys of their own, which the spec refers to with { config }.`,
  }));
}

const isEncrypted = (value: unknown): boolean =>
  isPlainObject(value) && Object.keys(value).length === 1 && typeof value.secure === "string";

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
