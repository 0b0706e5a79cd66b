import { readFileSync } from "node:fs";
import { type Architecture, type Binary, describeBinary, readBinary, runsOn } from "./binary.ts";

/** The operating system, architecture and C library that a function runs on. */
export interface Platform {
  readonly architecture: Architecture;
  /** Syntax level, for example "node22". */
  readonly syntax: string;
}

/** Why an addon cannot be loaded by a function, completing "is". */
export function unfit(path: string, { architecture }: Pick<Platform, "architecture">): string | undefined {
  const binary = readBinary(readFileSync(path));
  if (binary === undefined) return "no native addon: it does not begin like an ELF file";
  if (!runsOn(binary, architecture)) return describeBinary(binary);
  return usesMusl(binary) ? "made for Alpine Linux (musl)" : undefined;
}

const usesMusl = ({ needed }: Binary): boolean => needed.some((name) => /^(?:libc\.musl-|ld-musl-)/.test(name));
