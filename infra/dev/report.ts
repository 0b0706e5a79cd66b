import type { Problem } from "../../model/errors.ts";
import type { LogEntry } from "../operate/logs/log-entry.ts";

/** A function of a place, as reports name it. */
export interface FunctionName {
  readonly function: string;
  /** Target, and region where a stack has several of the same. */
  readonly place: string;
}

/** One thing that `polyfn dev` tells; with `--json` each is a line. */
export type DevReport =
  /** The engine starts. */
  | { readonly event: "deploying" }
  | {
      readonly event: "deployed";
      /** Resources that changed: `update media-upload`. */
      readonly changes: readonly { readonly operation: string; readonly type: string; readonly name: string }[];
    }
  /** The spec or the sources have problems, or the engine failed. What ran before goes on. */
  | { readonly event: "deploy-failed"; readonly problems: readonly Problem[]; readonly messages: readonly string[] }
  /** Calls reach the new code. `ms` counts from the report of the saved file. */
  | ({ readonly event: "swapped"; readonly sha256: string; readonly ms: number } & FunctionName)
  /** The cloud refused the new code. */
  | ({ readonly event: "swap-failed"; readonly message: string } & FunctionName)
  /** The sources do not build. The code before goes on. */
  | ({ readonly event: "broken"; readonly problems: readonly Problem[]; readonly message: string } & FunctionName)
  | { readonly event: "types"; readonly errors: readonly string[] }
  | ({ readonly event: "log"; readonly time: string; readonly text: string } & Pick<LogEntry, "level" | "fields"> &
      FunctionName)
  /** The function's log cannot be read now. */
  | ({ readonly event: "log-failed"; readonly message: string } & FunctionName)
  /** A debugger can attach to the function at this port of 127.0.0.1, with this configuration of VS Code. */
  | ({
      readonly event: "inspecting";
      readonly port: number;
      readonly configuration: Readonly<Record<string, unknown>>;
    } & FunctionName)
  | ({ readonly event: "inspect-failed"; readonly message: string } & FunctionName)
  /** The deployed code is back. */
  | ({ readonly event: "restored" } & FunctionName)
  /** Everything saved so far is deployed, swapped or reported as broken. */
  | { readonly event: "ready" };
