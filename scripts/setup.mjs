// The first steps of every script on a fresh clone. Nothing here may need a dependency: none is installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Directory of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The version of Node.js from which on everything here runs. */
const needed = [20, 19];

/** Ends the process unless this Node.js is new enough, and installs the dependencies unless they are there. */
export function prepareRepository() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    console.error(`polyfn needs Node.js ${needed.join(".")} or newer; this is ${process.versions.node}.`);
    console.error("Install one from https://nodejs.org and run the command again.");
    process.exit(2);
  }
  if (!installed()) install();
}

/** True if node_modules matches the lock file, as far as npm's own notes tell. */
function installed() {
  const noted = join(root, "node_modules/.package-lock.json");
  if (!existsSync(noted)) return false;
  const there = JSON.parse(readFileSync(noted, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || there[path]?.version === version,
  );
}

function install() {
  console.error("installing dependencies (npm ci), once");
  const { status, error } = spawnSync("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    // On Windows npm is a script.
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(`npm ci failed${error ? `: ${error.message}` : ""}.`);
  process.exit(1);
}
