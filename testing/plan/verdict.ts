/** The result of a check, in the form of a matcher's result. */
export interface Verdict {
  readonly pass: boolean;
  /** Says why the check failed; with `pass`, why its negation did. */
  message(): string;
}

/** An assertion did not hold. Its name is that of Node.js's own, so that every test runner shows it as a failure. */
export class AssertionFailed extends Error {
  override readonly name = "AssertionError";
  readonly code = "ERR_ASSERTION";
}

/** @throws AssertionFailed with the verdict's message where it is not as wanted. */
export function assertVerdict({ pass, message }: Verdict, wanted: boolean): void {
  if (pass !== wanted) throw new AssertionFailed(message());
}
