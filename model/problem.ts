/** One finding about a spec: where it is, what is wrong, and what to do about it. */
export interface Problem {
  /** Stable, searchable code, for example `unknown-key` or `dangling-reference`. */
  readonly code: string;
  /** Path in the spec, from the root: `["functions", "thumbnail", "timeout"]`. */
  readonly path: readonly (string | number)[];
  /** One sentence: what was found and what is allowed, with the real names and values. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly remedy: string;
}
