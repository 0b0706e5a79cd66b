import type { Problem } from "./errors.ts";

/** One kind of remark. */
interface RemarkKind {
  /** One sentence for the list in the docs: what is found. */
  readonly title: string;
  /**
   * What finds it. `check`: the model or an adapter, from the spec alone. `build`: packaging, whatever the target.
   * `package`: packaging for one target, because it depends on that target's limits.
   */
  readonly found: "check" | "build" | "package";
}

/**
 * THE list of remarks: what is allowed but probably wrong. A code is stable, can be silenced in a spec, and is listed in
 * docs/remarks.md.
 */
export const remarks = {
  "nothing-calls": {
    title: "A function has no triggers, nothing in the spec may invoke it, and it names no invokers.",
    found: "check",
  },
  "nothing-uses": { title: "No function or other resource of the spec uses a resource.", found: "check" },
  "plain-secret": {
    title: "An environment variable whose name says password, token, secret or private key has a value in the spec.",
    found: "check",
  },
  "cors-without-authorization": {
    title:
      "An api has `cors` and routes that ask for a token or a signature, but pages may not send the header for it.",
    found: "check",
  },
  "literal-star": {
    title: "A prefix or suffix of object keys contains `*`, which is no wildcard there.",
    found: "check",
  },
  "guarded-options": {
    title:
      "An OPTIONS route of an api with `cors` asks for a token or a signature, which browsers do not send with it.",
    found: "check",
  },
  "open-options": {
    title:
      "OPTIONS requests reach a function without polyfn's shim although its route asks for a token or a signature.",
    found: "check",
  },
  "missing-statements": {
    title: "A function has native statements for other targets, but none for this one.",
    found: "check",
  },
  "timeout-beyond-api": {
    title: "A function may run longer than the api in front of it waits for an answer.",
    found: "check",
  },
  "unused-silence": { title: "A silence silences nothing.", found: "check" },
} as const satisfies Readonly<Record<string, RemarkKind>>;

export type RemarkCode = keyof typeof remarks;

/** All codes, in the order of the list. */
export const remarkCodes = Object.keys(remarks) as RemarkCode[];

/** What finds remarks of a code. */
export const foundBy = (code: RemarkCode): RemarkKind["found"] => remarks[code].found;

/** A finding about a spec that is allowed but probably wrong: a problem with `--strict`, otherwise only reported. */
export interface Remark extends Problem {
  readonly code: RemarkCode;
}
