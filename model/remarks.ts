import type { Problem } from "./problem.ts";

/** One kind of remark. */
interface RemarkKind {
  /** One sentence for the list in the docs: the finding. */
  readonly title: string;
  /**
   * The phase that finds it. `check`: the model or an adapter, from the spec alone. `stack`: the same, from where a
   * stack deploys to. `build`: packaging, for any target.
   * `package`: packaging for one target, because it depends on that target's limits.
   */
  readonly found: "check" | "stack" | "build" | "package";
  /**
   * Set for remarks about something missing, which a problem may cause. Lists the fields below the remark's path in
   * which such a problem would lie; empty for all.
   */
  readonly absence?: readonly string[];
}

/**
 * Every remark: something allowed but probably wrong. A code is stable, can be silenced in a spec, and is listed in
 * docs/remarks.md.
 */
export const remarks = {
  "async-function": {
    title: "A Python function is asynchronous, and the runtimes of Python do not await it.",
    found: "build",
  },
  "environment-size": {
    title: "The environment variables of a function have 80 percent or more of what the target allows.",
    found: "check",
  },
  "layer-dependencies": {
    title: "Packages that a Python function asks for are not in its package, but may be in its layers.",
    found: "package",
  },
  "link-copied": {
    title: "A symbolic link leads out of the handler's folder, and what it leads to is packaged in its place.",
    found: "build",
  },
  "missing-modules": {
    title: "The package of a custom runtime has a package.json and not all of its dependencies.",
    found: "build",
  },
  "missing-raw": {
    title: "A function has no triggers, and its handler has no method for direct calls.",
    found: "build",
  },
  "not-packaged": {
    title: "A file is there and cannot be packaged, such as a link that leads nowhere.",
    found: "build",
  },
  "nothing-calls": {
    title: "A function has no triggers, nothing in the spec may invoke it, and it names no invokers.",
    found: "check",
    absence: ["triggers", "invokers"],
  },
  "nothing-uses": {
    title: "No function or other resource of the spec uses a resource.",
    found: "check",
    absence: [],
  },
  "package-size": {
    title: "A package has 80 percent or more of what the target takes, or more than some of its regions take.",
    found: "package",
  },
  "plain-secret": {
    title: "An environment variable whose name says password, token, secret or private key has a value in the spec.",
    found: "check",
  },
  "cors-without-authorization": {
    title:
      "An api has `cors` and routes that ask for a token or a signature, but pages may not send the header for it.",
    found: "check",
    absence: [],
  },
  "literal-star": {
    title:
      "A prefix or suffix of object keys, or the source or type of events, contains `*`, which is no wildcard there.",
    found: "check",
  },
  "reserved-source": {
    title: "A bus trigger waits for events of the cloud's own services on a bus that does not receive them by itself.",
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
    absence: [],
  },
  "override-key": {
    title: "An override sets the key that encrypts something, and functions get no actions on that key.",
    found: "check",
  },
  "key-policy": {
    title: "Services deliver to a queue that an adopted key encrypts, whose policy must allow them to use it.",
    found: "check",
  },
  "possible-loop": {
    title: "A function may cause its own next call, over resources and other functions.",
    found: "check",
  },
  "shorter-retention": {
    title: "A queue's service keeps messages for a shorter time than the spec says.",
    found: "check",
  },
  "untold-trigger": {
    title:
      "Events of a bus can match several triggers of a function, and the target does not say which one they are for.",
    found: "check",
  },
  "timeout-beyond-api": {
    title: "A function may run longer than the api in front of it waits for an answer.",
    found: "check",
  },
  "uncalled-method": {
    title: "A handler has a method that is not named like a kind of trigger, and that nothing in its file calls.",
    found: "build",
  },
  "unknown-interpreter": {
    title: "A custom runtime is started by an interpreter that only some runtimes have.",
    found: "build",
  },
  "unseen-handler": {
    title: "What a handler's file defines cannot be seen without running it.",
    found: "build",
  },
  "unused-method": {
    title: "A handler has a method for a kind of trigger that no function with this file has, in any environment.",
    found: "build",
  },
  "external-missing": {
    title: "An external package that code may load is in neither the package, a layer nor the runtime.",
    found: "package",
  },
  "unused-external": {
    title: "No import matches a pattern of `external`.",
    found: "build",
  },
  "other-version": {
    title: "A module imports a package that `nodeModules` copies, and has another version of it installed.",
    found: "build",
  },
  "missing-peers": {
    title: "A package that `nodeModules` copies expects other packages beside it that are not installed.",
    found: "build",
  },
  "missing-library": {
    title: "A native addon needs a shared library that is neither in the package nor part of every Linux.",
    found: "package",
  },
  "file-not-included": {
    title:
      "A module names a file beside itself, with `join(__dirname, ...)` or `new URL(...)`, that is not in the package.",
    found: "build",
  },
  "not-compiled": {
    title: "A module names a source of TypeScript or JSX beside itself, which is packaged as it is, not compiled.",
    found: "build",
  },
  "unseen-file": {
    title: "A module computes the path of what it loads, so that polyfn cannot see whether it is in the package.",
    found: "build",
  },
  "addon-not-found": {
    title: "An npm package has a native addon, and none is in the function's package.",
    found: "package",
  },
  "unknown-region": {
    title: "The region of a deployment was none of the cloud's when polyfn was published.",
    found: "stack",
  },
  "stack-clash": {
    title: "Another stack of the project, with the same target and region, has a native resource of the same name.",
    found: "stack",
  },
  "unused-silence": { title: "A silence silences nothing.", found: "check" },
} as const satisfies Readonly<Record<string, RemarkKind>>;

export type RemarkCode = keyof typeof remarks;

/** All codes, in the order of the list. */
export const remarkCodes = Object.keys(remarks) as RemarkCode[];

/** The phase that finds remarks of a code. */
export const foundBy = (code: RemarkCode): RemarkKind["found"] => remarks[code].found;

/** For remarks about something missing: fields in which a problem may be the cause. */
export const absenceOf = (code: RemarkCode): RemarkKind["absence"] => (remarks[code] as RemarkKind).absence;

/** Something in a spec that is allowed but probably wrong: a problem with `--strict`, otherwise only reported. */
export interface Remark extends Problem {
  readonly code: RemarkCode;
}
