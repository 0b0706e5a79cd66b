import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Adapter } from "../adapters/contract.ts";
import { UserError } from "../model/errors.ts";
import { featureTitles } from "../model/features.ts";

/** The adapters of a project, each with the name by which the project has it. */
export interface ProjectAdapters {
  /** Absolute path of the project's `package.json`. */
  readonly manifest: string;
  readonly adapters: readonly { readonly source: string; readonly adapter: Adapter }[];
}

const manifestSchema = z.looseObject({ polyfn: z.looseObject({ adapters: z.array(z.string()) }) });

/**
 * Loads the adapters that the nearest `package.json` with `polyfn.adapters` names, in this directory or above.
 * @throws UserError for one that is not there or is incomplete.
 */
export async function projectAdapters(directory: string): Promise<ProjectAdapters | undefined> {
  const at = resolve(directory);
  const manifest = join(at, "package.json");
  const read = manifestSchema.safeParse(await readJson(manifest));
  if (read.success) {
    const load = async (source: string) => ({ source, adapter: await loadAdapter(source, manifest) });
    return { manifest, adapters: await Promise.all(read.data.polyfn.adapters.map(load)) };
  }
  return dirname(at) === at ? undefined : projectAdapters(dirname(at));
}

/** `undefined` if the file does not exist or is not JSON, which its other readers report. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

async function loadAdapter(source: string, manifest: string): Promise<Adapter> {
  const module: unknown = await import(pathToFileURL(find(source, manifest)).href);
  return complete((module as { readonly default?: unknown }).default, `${manifest}: the adapter "${source}"`);
}

function find(source: string, manifest: string): string {
  try {
    return createRequire(manifest).resolve(source);
  } catch {
    throw new UserError(
      `${manifest} names the adapter "${source}" in polyfn.adapters, and there is no such package.`,
      source.startsWith(".") ? "Correct the path." : `Install it with npm install ${source}, or remove it there.`,
    );
  }
}

const shape = z.looseObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  support: z.looseObject(Object.fromEntries(Object.keys(featureTitles).map((feature) => [feature, z.looseObject({})]))),
  rules: z.looseObject({}),
  overrides: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  check: z.function(),
  package: z.function(),
  lowering: z.looseObject({ types: z.looseObject({}), planValues: z.function(), provider: z.function() }),
});

/** @throws UserError that names what is missing: the adapter may be older than this version of polyfn. */
function complete(adapter: unknown, what: string): Adapter {
  const { error } = shape.safeParse(adapter);
  if (error === undefined) return adapter as Adapter;
  const missing = error.issues.map(({ path }) => path.join(".") || "default export").slice(0, 5);
  throw new UserError(
    `${what} is not complete: ${missing.join(", ")} ${error.issues.length > 5 ? "and others are" : "is"} missing or wrong.`,
    "Update the adapter, or polyfn; its default export must be made by defineAdapter of polyfn/adapter.",
  );
}
