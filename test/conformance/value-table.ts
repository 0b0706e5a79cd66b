import type { Target } from "../../adapters/index.ts";
import type { ConformanceCase } from "./case.ts";

/**
 * A table of docs/values.md: one case runs all its lines on each cloud, and the page is made from the same lines. Where a
 * cloud differs, `results` says so.
 */
export interface ValueTable {
  /** Names the table in the page's source. */
  readonly name: string;
  /** Title of the first column. */
  readonly of: string;
  readonly lines: readonly {
    readonly shown: string;
    /** The result, in a word or two. */
    readonly result: string | Readonly<Partial<Record<Target, string>>>;
  }[];
  /** The cases that show every line: one, or one for each way to the same result. */
  readonly proofs: readonly ConformanceCase[];
}
