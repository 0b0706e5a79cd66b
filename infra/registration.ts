import { createRequire } from "node:module";
import { Resource } from "@pulumi/pulumi";

/**
 * Makes registration several times faster by leaving out two things that the SDK does for those who debug the SDK.
 *
 * It takes a stack for each promise it makes, one or more per input of each resource, and has it formatted through
 * source maps at once, for a debugging aid that is off by default. Only these stacks are skipped. Errors, the user's
 * included, keep theirs: `Error` itself is not touched beyond the calls.
 *
 * And it tells the engine of each resource in three debug messages, each a call that waits for the one before, whether or
 * not anyone reads them. Only these messages are skipped, never the program's own.
 *
 * What is replaced are internals of the SDK. Where they have changed nothing is replaced, and registration is as slow as
 * it is without polyfn; `npm run bench` shows that.
 */
export function skipDebugging(): void {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS !== undefined) return;
  replace(tryRequire("@pulumi/pulumi/runtime/debuggable.js"), "debuggablePromise", limited);
  replace(tryRequire("@pulumi/pulumi/log/index.js"), "debug", withoutChatter);
  replace(
    Resource as unknown as Internals,
    "stackTrace",
    (original) =>
      function (this: unknown, ...args) {
        return withinPolyfn > 0 ? [] : original.apply(this, args);
      },
  );
}

let withinPolyfn = 0;

/**
 * Runs `create`, which must be synchronous, without recording where in the program each resource is made: that would be
 * a line of polyfn, which helps nobody. The program's own resources keep their positions.
 */
export function withoutPositions<T>(create: () => T): T {
  withinPolyfn += 1;
  try {
    return create();
  } finally {
    withinPolyfn -= 1;
  }
}

type Anything = (this: unknown, ...args: unknown[]) => unknown;
type Internals = Record<string, unknown>;

const replaced = new WeakSet<object>();

function replace(owner: Internals | undefined, name: string, by: (original: Anything) => Anything): void {
  const original = owner?.[name];
  if (owner === undefined || typeof original !== "function" || replaced.has(original)) return;
  const replacement = by(original as Anything);
  replaced.add(replacement);
  // False for a frozen module, which is left as it is.
  Reflect.set(owner, name, replacement);
}

/** The SDK's request for a resource. */
const CHATTER = /^(Registering resource:|RegisterResource(Outputs)? RPC (prepared|finished):)/;

const withoutChatter = (original: Anything): Anything =>
  function (this: unknown, ...args) {
    const [message] = args;
    return typeof message === "string" && CHATTER.test(message) ? Promise.resolve() : original.apply(this, args);
  };

/** The two settings of `Error` that say how much of a stack is taken, and who formats it. */
const stacks: { stackTraceLimit: number; prepareStackTrace?: unknown } = Error;

/** Runs a synchronous function that takes stacks for no one to read. */
function limited(original: Anything): Anything {
  return function (this: unknown, ...args) {
    const { stackTraceLimit, prepareStackTrace } = stacks;
    stacks.stackTraceLimit = 0;
    stacks.prepareStackTrace = undefined;
    try {
      return original.apply(this, args);
    } finally {
      stacks.stackTraceLimit = stackTraceLimit;
      stacks.prepareStackTrace = prepareStackTrace;
    }
  };
}

function tryRequire(id: string): Internals | undefined {
  try {
    return createRequire(import.meta.url)(id) as Internals;
  } catch {
    return undefined;
  }
}
