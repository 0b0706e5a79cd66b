import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "./templates.ts";

/** How a package manager is used, in a project and in its CI. */
export interface PackageManager {
  readonly name: string;
  readonly lockFile: string;
  /** Arguments that install what package.json lists. */
  readonly install: readonly string[];
  /** npm's commands in texts -> this one's. */
  readonly instead: Readonly<Record<string, string>>;
  /**
   * True if it gives each range the newest version, although the project has an exact one that fits: providers would get
   * a second copy of the Pulumi SDK.
   */
  readonly newest?: true;
  /** A file of settings that a project needs, in its folder or at the root of its workspace. */
  readonly settings?: { readonly path: string; readonly text: string };
}

/** Package managers by name; the first is the default. */
export const packageManagers: Readonly<Record<string, PackageManager>> = {
  npm: {
    name: "npm",
    lockFile: "package-lock.json",
    install: ["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"],
    instead: {},
  },
  pnpm: {
    name: "pnpm",
    lockFile: "pnpm-lock.yaml",
    install: ["install"],
    instead: {
      "      - run: npm ci": "      - run: corepack enable\n      - run: pnpm install --frozen-lockfile",
      "npm test": "pnpm test",
      "npm run": "pnpm run",
      npx: "pnpm exec",
    },
    // By default pnpm ends with an error when it leaves out install scripts. None of a project's packages needs its own.
    settings: { path: "pnpm-workspace.yaml", text: "# Install scripts are not run.\nstrictDepBuilds: false\n" },
  },
  yarn: {
    name: "yarn",
    lockFile: "yarn.lock",
    install: ["install"],
    instead: {
      "      - run: npm ci": "      - run: corepack enable\n      - run: yarn install --immutable",
      "npm test": "yarn test",
      "npm run": "yarn run",
      npx: "yarn",
    },
    newest: true,
    // The engine and its plugins read packages from files. Yarn 1 has no other way, and does not read these settings.
    settings: { path: ".yarnrc.yml", text: "nodeLinker: node-modules\n" },
  },
};

/** A text for the users of a package manager. */
export function withCommandsOf({ instead }: PackageManager, text: string): string {
  return Object.entries(instead).reduce((changed, [command, other]) => changed.replaceAll(command, other), text);
}

/** The settings that a project of its own needs; none in a workspace, whose root has them. */
export async function settingsFiles({ settings, lockFile }: PackageManager, folder: string): Promise<Files> {
  const isMember = (await lockFileAbove([lockFile], dirname(folder))) !== undefined;
  return new Map(settings === undefined || isMember ? [] : [[settings.path, settings.text]]);
}

/** The name of the one that the folder, or one above it, has a lock file of; else the one that runs this command. */
export async function detectPackageManager(
  folder: string,
  userAgent = process.env.npm_config_user_agent,
): Promise<string> {
  const all = Object.values(packageManagers);
  const lockFile = await lockFileAbove(
    all.map((one) => one.lockFile),
    folder,
  );
  const locked = all.find((one) => one.lockFile === lockFile);
  if (locked !== undefined) return locked.name;
  const running = /^(\w+)\//.exec(userAgent ?? "")?.[1] ?? "npm";
  return Object.hasOwn(packageManagers, running) ? running : "npm";
}

/** The first of these files in the nearest folder that has one: this one, or one above it. */
async function lockFileAbove(files: readonly string[], folder: string): Promise<string | undefined> {
  for (const file of files) {
    const there = await access(join(folder, file)).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return dirname(folder) === folder ? undefined : lockFileAbove(files, dirname(folder));
}
