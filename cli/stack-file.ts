import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../model/errors.ts";

/** What a stack's file says about where it is deployed. */
export interface StackFile {
  /** Directory of Pulumi.yaml. */
  readonly project: string;
  readonly deployments: readonly { readonly target: string; readonly settings: Readonly<Record<string, unknown>> }[];
}

const projectSchema = z.object({ stackConfigDir: z.string().optional() });

const settings = z.record(z.string(), z.unknown()).default({});
const stackSchema = z.object({
  config: z
    .object({
      "polyfn:target": z.string().optional(),
      "polyfn:settings": settings,
      "polyfn:targets": z.array(z.object({ target: z.string(), settings })).optional(),
    })
    .optional(),
});

/**
 * Reads the stack's file of the project that `cwd` is in.
 * @throws UserError when there is no project or no such stack, or its file names no target.
 */
export async function readStackFile(stack: string, cwd: string): Promise<StackFile> {
  const project = await findProject(cwd);
  const { stackConfigDir = "." } = await read(join(project, "Pulumi.yaml"), projectSchema, cwd);
  const directory = join(project, stackConfigDir);
  const file = join(directory, `Pulumi.${stack}.yaml`);
  const names = await stackNames(directory);
  if (!names.includes(stack)) {
    throw new UserError(
      `There is no stack "${stack}": ${relative(cwd, file)} does not exist.`,
      names.length === 0 ? "Write that file, with polyfn:target in its config." : `Stacks: ${names.join(", ")}.`,
    );
  }
  const { config } = await read(file, stackSchema, cwd);
  const several = config?.["polyfn:targets"];
  if (several) return { project, deployments: several };
  const target = config?.["polyfn:target"];
  if (target !== undefined) return { project, deployments: [{ target, settings: config?.["polyfn:settings"] ?? {} }] };
  throw new UserError(
    `${relative(cwd, file)} does not say where to deploy.`,
    "Give its config polyfn:target, or polyfn:targets for several.",
  );
}

async function findProject(from: string): Promise<string> {
  const there = await readFile(join(from, "Pulumi.yaml")).catch(() => undefined);
  if (there !== undefined) return from;
  if (dirname(from) !== from) return findProject(dirname(from));
  throw new UserError(
    "There is no Pulumi.yaml here or in any directory above.",
    "Run the command in the directory of your Pulumi project.",
  );
}

async function stackNames(directory: string): Promise<string[]> {
  const files = await readdir(directory).catch(() => []);
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
}

async function read<S extends z.ZodType>(file: string, schema: S, cwd: string): Promise<z.output<S>> {
  try {
    return schema.parse(parse(await readFile(file, "utf8")) ?? {});
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    throw new UserError(`${relative(cwd, file)} can't be read: ${reason}`, "Correct the file.", { cause: error });
  }
}
