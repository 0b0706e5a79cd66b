// `npm start`: works on a fresh clone, so nothing here needs a dependency until `npm ci` has run.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Versions of Node.js from which on everything here runs. */
const NEEDED = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(`polyfn needs Node.js ${NEEDED.join(".")} or newer; this is ${process.versions.node}.`);
  console.error("Install one from https://nodejs.org and run `npm start` again.");
  process.exit(2);
}

if (!installed()) install();
// Node.js 20 is supported here for as long as AWS Lambda runs it; the SDK's advice to leave it belongs elsewhere.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const { register } = await import("tsx/esm/api");
register();
const { start } = await import("../offline/demo/start.ts");
// Connections kept alive to the offline cloud must not keep this process alive.
process.exit(await start(root, process.argv.slice(2)));

/** Whether node_modules is what the lock file says, as far as npm itself noted down. */
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
  console.error(`npm ci failed${error ? `: ${error.message}` : ""}; nothing was deployed.`);
  process.exit(1);
}
