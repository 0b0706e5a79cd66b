import { isAbsolute, relative, sep } from "node:path";
import { isBelow } from "./paths.ts";

/** Why a path in a spec cannot be used, to follow the path in a message. */
export interface Refusal {
  readonly message: string;
  readonly remedy: string;
}

/** True if a path in a spec does not begin at the spec's directory, on this machine or another. */
export const isAbsolutePath = (text: string): boolean =>
  isAbsolute(text) || /^([A-Za-z]:[\\/]|~(\/|$)|file:)/.test(text);

export const absolutePath = (text: string, directory: string): Refusal => ({
  message: "is an absolute path, which is another one on every machine.",
  remedy:
    isAbsolute(text) && isBelow(text, directory)
      ? `Write it relative to the spec's directory: "${relative(directory, text).split(sep).join("/")}".`
      : "Move the file below the spec's directory, and write its path relative to that.",
});
