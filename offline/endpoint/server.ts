import type { Progress } from "../../terminal/progress.ts";

/** A server that stands in for a cloud on this machine and that polyfn can set up and start without a container. */
export interface Server {
  readonly title: string;
  /** Default address, and the variable that overrides it. */
  readonly address: { readonly usual: string; readonly variable: string };
  /** Path that answers 200 once the server accepts requests. */
  readonly health: string;
  /** Path whose POST deletes everything in the server. Absent when the server cannot be reset. */
  readonly reset?: string;
  /** Absent where functions cannot be debugged. */
  readonly debugging?: Debugging;
  /** True when the server can probably be set up on this machine. Does not set it up. */
  available(): Promise<boolean>;
  /**
   * Installs the server, or returns at once when it is installed.
   * @throws UserError when something is missing that the user can install.
   */
  prepare(progress: Progress): Promise<Program>;
}

export interface Debugging {
  /** When it is possible, and what then holds: the end of a sentence that begins with the server. */
  readonly note: string;
  /**
   * Lets the processes that run a Node.js function from now on listen for a debugger on 127.0.0.1, or no longer.
   * @param functionName The cloud's own name.
   * @param port Undefined: they listen no longer.
   * @throws UserError when this running server cannot.
   */
  listen(server: DebuggedServer, functionName: string, port: number | undefined): Promise<void>;
}

/** A running server whose functions are debugged. */
export interface DebuggedServer {
  readonly url: string;
  /** Directory of its run. Absent for a server that polyfn did not start. */
  readonly directory?: string;
}

/** The command that starts a server. */
export interface Program {
  /** Absolute path of the executable. */
  readonly command: string;
  arguments(where: ServerPlace): readonly string[];
  /** Executable files to write into the run's directory, by path. Default: none. */
  files?(where: ServerPlace): Readonly<Record<string, string>>;
  /** Environment variables of the server. Of the caller's environment it receives only what any program needs. */
  settings(where: ServerPlace): Readonly<Record<string, string>>;
}

export interface ServerPlace {
  readonly port: number;
  /** Directory of this run: working directory and log. */
  readonly directory: string;
}
