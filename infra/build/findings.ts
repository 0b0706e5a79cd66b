import type { Problem } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";

/** A finding in a function's files. */
export interface Findings {
  readonly problems: readonly Problem[];
  readonly remarks: readonly Remark[];
}

export const NOTHING_FOUND: Findings = { problems: [], remarks: [] };

export const joined = (findings: readonly Findings[]): Findings => ({
  problems: findings.flatMap(({ problems }) => problems),
  remarks: findings.flatMap(({ remarks }) => remarks),
});

export const problem = (found: Problem): Findings => ({ problems: [found], remarks: [] });

export const remark = (found: Remark): Findings => ({ problems: [], remarks: [found] });

/** The first names of a list that may be long. */
export const listed = (names: readonly string[], most = 5): string =>
  names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
