import { randomBytes } from "node:crypto";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stringify } from "yaml";
import type { OfflineAddresses } from "../../../offline/clouds/index.ts";
import { findEngine } from "../../../offline/engine/index.ts";
import { OfflineStack } from "../../../offline/engine/stack.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Sources that a deployment of this repository needs besides its dependencies. */
const sources = [
  "adapters",
  "functions",
  "index.ts",
  "infra",
  "model",
  // The adapter checks its trigger configurations with the schemas of the emulator.
  "offline/aliyun/trigger-config",
  "package.json",
  "polyfn.config.ts",
  "program.ts",
  "Pulumi.yaml",
  "runtime",
  "tsconfig.json",
];

/** One polyfn stack configuration: `polyfn:<key>` each. */
export type StackSettings = Readonly<Record<string, unknown>>;

/** Another checkout of this repository: the same program in another directory with its own state. */
export interface Project extends AsyncDisposable {
  readonly directory: string;
  /** Writes a file, creating directories as needed. */
  write(file: string, content: string): Promise<void>;
  /** Opens a stack of this project, with this configuration, on a LocalStack-compatible server or on these. */
  stack(
    name: string,
    endpoint: string | OfflineAddresses,
    settings: StackSettings,
    options?: StackOptions,
  ): Promise<OfflineStack>;
}

export interface StackOptions {
  /** Directory of the state. Default: the project's own. */
  readonly state?: string;
  readonly skipCheckpoints?: boolean;
  /** A PULUMI_HOME with other provider plugins than polyfn's. */
  readonly pluginHome?: string;
}

/**
 * A copy of the repository's program, or of a copy of it. It is inside the repository, where Node.js finds the same
 * dependencies at the same distance for every copy.
 */
export async function copyOfRepository(from = repository): Promise<Project> {
  const project = await emptyProject("infra/stacks");
  for (const source of sources) await cp(join(from, source), join(project.directory, source), { recursive: true });
  return project;
}

/** A project of a few files, whose Pulumi program and whose package `polyfn` are this repository's sources. */
export async function smallProject(): Promise<Project> {
  const project = await emptyProject(".");
  const program = pathToFileURL(join(repository, "program.ts")).href;
  await project.write("Pulumi.yaml", stringify({ name: "small", runtime: programRuntime, main: "main.mjs" }));
  await project.write(
    "main.mjs",
    `import { register } from "tsx/esm/api";\nregister();\nexport default (await import(${JSON.stringify(program)})).default;\n`,
  );
  const paths = { polyfn: [join(repository, "index.ts")] };
  await project.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: { paths, types: [], allowJs: true, checkJs: false }, files: ["main.mjs"] }),
  );
  return project;
}

/** The program registers its own TypeScript loader. */
const programRuntime = { name: "nodejs", options: { typescript: false } };

/** @param stacks Directory of the stacks' files, relative to the project's. */
async function emptyProject(stacks: string): Promise<Project> {
  const directory = join(repository, ".polyfn", "test", randomBytes(5).toString("hex"));
  await mkdir(directory, { recursive: true });
  const project: Project = {
    directory,
    async write(file, content) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), content);
    },
    async stack(name, endpoint, settings, options = {}) {
      const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`polyfn:${key}`, value]));
      await project.write(join(stacks, `Pulumi.${name}.yaml`), stringify({ config }));
      const addresses = typeof endpoint === "string" ? { localstack: endpoint } : endpoint;
      const place = { project: directory, addresses, ...options };
      return OfflineStack.open(await findEngine(quiet), name, place, quiet);
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
  return project;
}

export const quiet = (): void => undefined;
