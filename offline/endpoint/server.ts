import type { PythonRange } from "./python.ts";
import type { Environment } from "./venv.ts";

/** A server of the AWS protocol that polyfn can set up and start on this machine, without a container. */
export interface Server extends Environment {
  readonly title: string;
  readonly python: PythonRange;
  /** Arguments of the environment's interpreter. */
  readonly arguments: readonly string[];
  /** Settings of the server. It gets nothing else of the caller's environment but what programs need to run at all. */
  settings(where: {
    readonly port: number;
    readonly directory: string;
    readonly venv: string;
  }): Readonly<Record<string, string>>;
  /** Answers 200 once the server takes calls. */
  readonly health: string;
  /** POST forgets everything the server holds. Not every server can. */
  readonly reset?: string;
}
