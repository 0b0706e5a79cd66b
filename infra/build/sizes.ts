import type { Adapter } from "../../adapters/contract.ts";
import type { Rules } from "../../adapters/rules.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { type Findings, joined, NOTHING_FOUND, problem, remark } from "./findings.ts";
import { directoryOf } from "./zip.ts";

/** Bytes of a package. */
export interface PackageSizes {
  readonly zipped: number;
  /** Of its files. */
  readonly unzipped: number;
}

/** A target with its limits of packages. */
export interface Sized extends Pick<Adapter, "title"> {
  readonly rules: Pick<Rules, "package">;
}

/** From which part of a limit on a remark is made. */
const NEAR = 0.8;

const REMEDY =
  "Import libraries by their parts, leave files out, move data to a bucket, or deploy the function as a container image.";

/** The sizes that exceed the target's limits, and those close to them. */
export function sizeFindings(
  fn: Pick<ResolvedFunction, "name" | "layers">,
  { zipped, unzipped }: PackageSizes,
  { title, rules }: Sized,
): Findings {
  const path = ["functions", fn.name];
  const layers =
    fn.layers.length === 0
      ? ""
      : ` The files of its ${fn.layers.length} layers count too; polyfn does not know their size.`;
  const against = (what: string, size: number, limit: number | undefined, more = ""): Findings => {
    if (limit === undefined || size < NEAR * limit) return NOTHING_FOUND;
    const message = `The package has ${megabytes(size)}${what}; ${title} takes ${megabytes(limit)}.${more}`;
    return size > limit
      ? problem({ code: "package-too-large", path, message, remedy: REMEDY })
      : remark({ code: "package-size", path, message, remedy: REMEDY });
  };
  return joined([
    against(" zipped", zipped, rules.package.zipped),
    against(" unzipped", unzipped, rules.package.unzipped, layers),
    tooLargeSomewhere(fn.name, zipped, { title, rules }),
  ]);
}

function tooLargeSomewhere(name: string, zipped: number, { title, rules }: Sized): Findings {
  const limit = rules.package.zippedInSomeRegions;
  if (limit === undefined || zipped <= limit || zipped >= NEAR * rules.package.zipped) return NOTHING_FOUND;
  return remark({
    code: "package-size",
    path: ["functions", name],
    message: `The package has ${megabytes(zipped)} zipped; in some regions ${title} takes ${megabytes(limit)}.`,
    remedy: REMEDY,
  });
}

const megabytes = (bytes: number): string => `${(bytes / (1024 * 1024)).toFixed(1)} MB (${bytes} bytes)`;

/** Sizes of a package. */
export const sizesOf = (content: Uint8Array): PackageSizes => ({
  zipped: content.length,
  unzipped: directoryOf(content).reduce((sum, { size }) => sum + size, 0),
});
