// `npm test`: works on a fresh clone. Arguments go to vitest: `npm test -- test/model`.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { prepareRepository, root } from "./setup.mjs";

prepareRepository();

const { register } = await import("tsx/esm/api");
register();
const { prepareOffline } = await import("../offline/prepare.ts");
const prepared = await prepareOffline();
if (prepared !== 0) process.exit(prepared);
const { preparePythonClients } = await import("../test/emulator/clients/venv.ts");
await preparePythonClients();

const given = process.argv.slice(2);
// By default vitest leaves one core unused: on a machine with two, every file would wait for the one before it. In
// vitest's configuration the number would apply to each project, whatever the command line says.
const workers = given.some((arg) => arg.startsWith("--maxWorkers")) ? [] : ["--maxWorkers=2"];

const report = join(root, ".polyfn", "test-report.json");
rmSync(report, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...workers,
    ...given,
  ],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);
