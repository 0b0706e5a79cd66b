import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The commands of a package manager, in a project and in its CI. */
export interface PackageManager {
  readonly name: string;
  readonly lockFile: string;
  /** Arguments that install what package.json lists. */
  readonly install: readonly string[];
  /** npm's commands in texts -> this one's. */
  readonly instead: Readonly<Record<string, string>>;
}

/** Package managers by name; the first is the default. */
export const packageManagers: Readonly<Record<string, PackageManager>> = {
  npm: {
    name: "npm",
    lockFile: "package-lock.json",
    install: ["install", "--no-audit", "--no-fund", "--loglevel=error"],
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
  },
};

/** A text for the users of a package manager. */
export function withCommandsOf({ instead }: PackageManager, text: string): string {
  return Object.entries(instead).reduce((changed, [command, other]) => changed.replaceAll(command, other), text);
}

/** The name of the one that the folder, or one above it, has a lock file of; else the one that runs this command. */
export async function detectPackageManager(
  folder: string,
  userAgent = process.env.npm_config_user_agent,
): Promise<string> {
  for (const { name, lockFile } of Object.values(packageManagers)) {
    const there = await access(join(folder, lockFile)).then(
      () => true,
      () => false,
    );
    if (there) return name;
  }
  if (dirname(folder) !== folder) return detectPackageManager(dirname(folder), userAgent);
  const running = /^(\w+)\//.exec(userAgent ?? "")?.[1] ?? "npm";
  return Object.hasOwn(packageManagers, running) ? running : "npm";
}
