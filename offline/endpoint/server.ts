import type { Progress } from "../progress.ts";

/** A server that stands in for a cloud on this machine, and that polyfn can set up and start, without a container. */
export interface Server {
  readonly title: string;
  /** Address when nobody says another, and the variable in which somebody may. */
  readonly address: { readonly usual: string; readonly variable: string };
  /** Answers 200 once the server takes calls. */
  readonly health: string;
  /** POST forgets everything the server holds. Not every server can. */
  readonly reset?: string;
  /** Whether it can be set up on this machine, as far as that shows without setting it up. */
  available(): Promise<boolean>;
  /**
   * Gets it onto this machine; quick when it is there.
   * @throws UserError when something is missing that the user can install.
   */
  prepare(progress: Progress): Promise<Program>;
}

/** How a server is started. */
export interface Program {
  /** Absolute path of the executable. */
  readonly command: string;
  arguments(where: ServerPlace): readonly string[];
  /** Settings of the server. It gets nothing else of the caller's environment but what programs need to run at all. */
  settings(where: ServerPlace): Readonly<Record<string, string>>;
}

export interface ServerPlace {
  readonly port: number;
  /** Directory of this run: working directory, log. */
  readonly directory: string;
}
