/**
 * The attributes of a function's package in a graph. `archive`: the zip itself; `path`: its absolute path on this
 * machine; `sha256`: hex digest; `sha256Base64`: the same digest in Base64.
 */
export interface PackageAttributes {
  readonly archive: PackageArchive;
  readonly path: string;
  readonly sha256: string;
  readonly sha256Base64: string;
}

export type PackageAttribute = keyof PackageAttributes;

/** Stands for an archive of files in the types of inputs. */
export interface PackageArchive {
  readonly archive: true;
}

/** A hex digest in Base64. */
export const base64Of = (sha256: string): string => Buffer.from(sha256, "hex").toString("base64");
