import { UserError } from "../../model/errors.ts";
import { findPython, type PythonRange } from "./python.ts";
import type { Server, ServerPlace } from "./server.ts";
import { type Environment, interpreter, prepareVenv } from "./venv.ts";

/** A server that is a Python package, run from a virtual environment of its own. */
export interface PythonServer extends Environment, Omit<Server, "available" | "prepare"> {
  readonly python: PythonRange;
  /** Arguments of the environment's interpreter. */
  readonly arguments: readonly string[];
  settings(where: ServerPlace & { readonly venv: string }): Readonly<Record<string, string>>;
}

export const pythonServer = (server: PythonServer): Server => ({
  title: server.title,
  address: server.address,
  health: server.health,
  ...(server.reset !== undefined && { reset: server.reset }),
  available: async () => (await findPython(server.python)) !== undefined,
  async prepare(progress) {
    const python = await findPython(server.python);
    if (python === undefined) throw missingPython(server);
    const venv = await prepareVenv(server, python, progress);
    return {
      command: interpreter(venv),
      arguments: () => server.arguments,
      settings: (where) => ({ PYTHONUNBUFFERED: "1", ...server.settings({ ...where, venv }) }),
    };
  },
});

function missingPython({ title, python: { atLeast, atMost }, address }: PythonServer): UserError {
  const range = atLeast === atMost ? `3.${atLeast}` : `3.${atLeast} to 3.${atMost}`;
  return new UserError(
    `${title} needs Python ${range} with its venv and ensurepip modules, and none was found on PATH, in pyenv or in uv.`,
    `Install one (on Debian and Ubuntu: apt install python3 python3-venv), name its executable in POLYFN_PYTHON, or start any server of the same protocol yourself and set ${address.variable}.`,
  );
}
