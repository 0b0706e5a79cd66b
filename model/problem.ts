/** A problem in a spec: its path, what is wrong, and how to correct it. */
export interface Problem {
  /** Stable code to search for, for example `unknown-key` or `dangling-reference`. */
  readonly code: string;
  /** Path in the spec, from the root: `["functions", "thumbnail", "timeout"]`. */
  readonly path: readonly (string | number)[];
  /** One sentence: what was found and what is allowed, with the real names and values. */
  readonly message: string;
  /** One sentence: how to correct it. */
  readonly remedy: string;
}
