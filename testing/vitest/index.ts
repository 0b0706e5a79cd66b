/** Matchers for vitest: `import "polyfn/testing/vitest"` in a test, or in a file of vitest's `setupFiles`. */
import { expect } from "vitest";
import { allowed } from "../plan/allowed.ts";
import { AppPlan } from "../plan/plan-of.ts";
import { hasResource, type PartialInputs } from "../plan/resource.ts";

interface PlanMatchers<R = unknown> {
  /**
   * A function's role allows an action.
   * @param fn Name of the function in the spec.
   * @param action The cloud's own name of it, in any case.
   * @param resource A name of the spec, or an identifier of the cloud. Default: any resource.
   */
  toAllow(fn: string, action: string, resource?: string): R;
  /**
   * The plan has a native resource.
   * @param type Pulumi type token.
   * @param inputs Inputs that it must have, at least.
   */
  toHaveResource(type: string, inputs?: PartialInputs): R;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration that vitest has, which must be repeated as it is.
  interface Matchers<T = any> extends PlanMatchers<T> {}
}

function planIn(received: unknown, matcher: string): AppPlan {
  if (received instanceof AppPlan) return received;
  const hint = received instanceof Promise ? " It is a promise: await planOf(...) first." : "";
  throw new TypeError(`${matcher} expects a plan, as planOf returns it.${hint}`);
}

expect.extend({
  toAllow(received: unknown, fn: string, action: string, resource?: string) {
    return allowed(planIn(received, "toAllow"), fn, action, resource);
  },
  toHaveResource(received: unknown, type: string, inputs?: PartialInputs) {
    return hasResource(planIn(received, "toHaveResource"), type, inputs);
  },
});
