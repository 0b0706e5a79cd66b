import { findPython } from "../../../offline/endpoint/python.ts";
import { interpreter, prepareVenv } from "../../../offline/endpoint/venv.ts";
import { terminal } from "../../../terminal/index.ts";
import type { Progress } from "../../../terminal/progress.ts";

const RANGE = { atLeast: 9, atMost: 14 };

/** Said where the tests with Python clients are skipped. */
export const noPython = `no Python 3.${RANGE.atLeast} to 3.${RANGE.atMost} with venv on this machine`;

/**
 * Interpreter of a virtual environment with the vendor's Python clients, made on first use; undefined where this
 * machine has no Python for it.
 */
export async function pythonClients(progress: Progress): Promise<string | undefined> {
  const python = await findPython(RANGE);
  if (!python) return undefined;
  const requirements = new URL("python/requirements.txt", import.meta.url);
  return interpreter(await prepareVenv({ name: "aliyun-python-clients", requirements }, python, progress));
}

/** Gets the clients onto this machine before the first test runs, where it is shown as progress instead of as a slow test. */
export async function preparePythonClients(): Promise<void> {
  const progress = terminal.progress;
  if (!(await pythonClients(progress))) progress(`${noPython}: the tests with Python clients will be skipped`);
}
