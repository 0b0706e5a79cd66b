import { createRequire } from "node:module";
import { Resource } from "@pulumi/pulumi";

/**
 * Makes registration several times faster by skipping two debugging aids of the SDK.
 *
 * The SDK records a stack for each promise, one or more per input of each resource, and formats it through source maps at
 * once, although the aid that shows it is off by default. Only these stacks are skipped. All errors keep their stacks:
 * `Error` is changed during these calls only.
 *
 * The SDK also sends three debug messages per resource to the engine, one call after the other. Only these messages are
 * skipped, never the program's own.
 *
 * Both are internals of the SDK. If they have changed, nothing is replaced and registration takes as long as without
 * polyfn; `npm run bench` shows that.
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
 * Runs `create`, which must be synchronous, without recording the line that creates each resource, which is always a line
 * of polyfn. The program's own resources keep their positions.
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
  // False for a frozen module, which is not changed.
  Reflect.set(owner, name, replacement);
}

/** The SDK's request for a resource. */
const CHATTER = /^(Registering resource:|RegisterResource(Outputs)? RPC (prepared|finished):)/;

const withoutChatter = (original: Anything): Anything =>
  function (this: unknown, ...args) {
    const [message] = args;
    return typeof message === "string" && CHATTER.test(message) ? Promise.resolve() : original.apply(this, args);
  };

/** The two settings of `Error` for the length and the formatter of stacks. */
const stacks: { stackTraceLimit: number; prepareStackTrace?: unknown } = Error;

/** Runs a synchronous function without recording stacks. */
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
