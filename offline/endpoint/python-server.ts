import { UserError } from "../../model/errors.ts";
import { findPython, type PythonRange } from "./python.ts";
import type { Program, Server, ServerPlace } from "./server.ts";
import { type Environment, interpreter, prepareVenv } from "./venv.ts";

/** A server from a Python package, run in its own virtual environment. */
export interface PythonServer extends Environment, Omit<Server, "available" | "prepare">, Pick<Program, "files"> {
  readonly python: PythonRange;
  /** Arguments for the environment's interpreter. */
  readonly arguments: readonly string[];
  settings(where: ServerPlace & { readonly venv: string }): Readonly<Record<string, string>>;
}

export const pythonServer = (server: PythonServer): Server => ({
  title: server.title,
  address: server.address,
  health: server.health,
  ...(server.reset !== undefined && { reset: server.reset }),
  ...(server.debugging !== undefined && { debugging: server.debugging }),
  available: async () => (await findPython(server.python)) !== undefined,
  async prepare(progress) {
    const python = await findPython(server.python);
    if (python === undefined) throw missingPython(server);
    const venv = await prepareVenv(server, python, progress);
    return {
      command: interpreter(venv),
      arguments: () => server.arguments,
      ...(server.files !== undefined && { files: server.files }),
      settings: (where) => ({ PYTHONUNBUFFERED: "1", ...server.settings({ ...where, venv }) }),
    };
  },
});

function missingPython({ title, python: { atLeast, atMost }, address }: PythonServer): UserError {
  const range = atLeast === atMost ? `3.${atLeast}` : `3.${atLeast} to 3.${atMost}`;
  return new UserError(
    `${title} needs Python ${range} with the modules venv and ensurepip. None was found on PATH, in pyenv or in uv.`,
    `Install one (on Debian and Ubuntu: apt install python3 python3-venv), set POLYFN_PYTHON to its executable, or start a compatible server yourself and set ${address.variable}.`,
  );
}
