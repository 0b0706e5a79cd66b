import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import type { ServerPlace } from "./server.ts";

/** Directories of a server that starts functions by the command `node`. */
const COMMANDS = "bin";
const PORTS = "debug";

/**
 * A command `node` for a server whose functions it starts as `node`: with `--inspect` for a function that has a file with
 * a port, otherwise as it is. Sets the search path of programs, on which it comes first.
 */
export const debuggedNode = {
  files: ({ directory }: ServerPlace): Readonly<Record<string, string>> =>
    process.platform === "win32" ? {} : { [join(COMMANDS, "node")]: script(directory) },
  path: ({ directory }: ServerPlace, path: string): string => `${join(directory, COMMANDS)}:${path}`,
  /** @param port Undefined: the function's later processes listen no longer. */
  async set(directory: string, functionName: string, port: number | undefined): Promise<void> {
    const file = join(directory, PORTS, functionName);
    await mkdir(dirname(file), { recursive: true });
    await (port === undefined ? rm(file, { force: true }) : writeFile(file, String(port)));
  },
};

/** The server gives each process the function's name in this variable, as Lambda does. */
const script = (directory: string): string =>
  [
    "#!/bin/sh",
    `port=${quoted(join(directory, PORTS))}/"$AWS_LAMBDA_FUNCTION_NAME"`,
    `if [ -n "$AWS_LAMBDA_FUNCTION_NAME" ] && [ -f "$port" ]; then`,
    `  exec ${quoted(process.execPath)} "--inspect=127.0.0.1:$(cat "$port")" "$@"`,
    "fi",
    `exec ${quoted(process.execPath)} "$@"`,
    "",
  ].join("\n");

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
