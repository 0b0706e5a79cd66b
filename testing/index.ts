/** Tests of an app: its plan, its handlers and the app as it is deployed. For every test runner. See docs/testing.md. */
export { allowed, assertAllowed, assertNotAllowed } from "./plan/allowed.ts";
export { type AllowedActions, AppPlan, type PlannedResource, type PlanOptions, planOf } from "./plan/plan-of.ts";
export { assertNoResource, assertResource, hasResource, type PartialInputs, resourcesWith } from "./plan/resource.ts";
export type { Verdict } from "./plan/verdict.ts";
export type { SpecOptions, SpecSource } from "./spec.ts";
export * from "../infra/operate/events/index.ts";
export { readEvent, writeEvent } from "../infra/operate/events/json.ts";
