import { parse, stringify } from "yaml";
import { readStackConfiguration } from "../../infra/stack-configuration.ts";
import { type Files, stackFiles } from "./templates.ts";

/** The stack that deploys to every offline cloud at once. */
export const LOCAL = "local";

const HEADING = `# The clouds on this machine, with one command: \`npx polyfn up -s ${LOCAL}\`.
# The salt belongs to a passphrase that is public on purpose: an offline stack has nothing to hide.
`;

interface Stack {
  readonly encryptionsalt?: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const isOffline = (path: string): boolean => path.startsWith(`Pulumi.${LOCAL}-`);

/** The stack files for these clouds, and one for all of their offline ones together. */
export async function stacksFor(clouds: readonly string[], template: string | undefined, app: string): Promise<Files> {
  const files = new Map<string, string>();
  for (const cloud of clouds) for (const [path, text] of await stackFiles(cloud, template, app)) files.set(path, text);
  const offline = [...files].filter(([path]) => isOffline(path)).map(([, text]) => parse(text) as Stack);
  return new Map([[`Pulumi.${LOCAL}.yaml`, HEADING + stringify(together(offline))], ...files]);
}

/** One stack with the places of several, and everything else that any of them has. */
function together(stacks: readonly Stack[]): Stack {
  const places = stacks.map(({ config }) => ({
    target: config["polyfn:target"],
    ...(config["polyfn:settings"] !== undefined && { settings: config["polyfn:settings"] }),
  }));
  const ofPlaces = ["polyfn:target", "polyfn:settings"];
  const others = stacks.flatMap(({ config }) => Object.entries(config).filter(([key]) => !ofPlaces.includes(key)));
  const [first] = stacks;
  return {
    encryptionsalt: first?.encryptionsalt,
    config: { "polyfn:targets": places, ...Object.fromEntries(others) },
  };
}

/** Names of the targets of a project's stacks. */
export interface StackTargets {
  readonly all: readonly string[];
  /** Those on this machine. */
  readonly offline: readonly string[];
}

/** The targets in stack files. */
export async function targetsIn(files: Files): Promise<StackTargets> {
  const found = await Promise.all(
    [...files].map(async ([path, text]) => {
      const { places } = await readStackConfiguration((parse(text) as Stack).config, path);
      return { offline: path === `Pulumi.${LOCAL}.yaml`, names: places.map(({ target }) => target) };
    }),
  );
  const offline = found.filter((one) => one.offline).flatMap(({ names }) => names);
  return { all: [...new Set(found.flatMap(({ names }) => names))], offline: [...new Set(offline)] };
}
