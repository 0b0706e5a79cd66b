/** Tests of an app: its plan, its handlers and the app as it is deployed. For every test runner. See docs/testing.md. */
export * from "../infra/operate/events/index.ts";
export { readEvent, writeEvent } from "../infra/operate/events/json.ts";
export * from "./deploy/index.ts";
export type { Retried } from "./handler/codecs.ts";
export type * from "./handler/inputs.ts";
export type { FunctionStub } from "./handler/memory/function.ts";
export { PermissionError } from "./handler/memory/permissions.ts";
export type { Sent } from "./handler/memory/store.ts";
export type { HandlerSource } from "./handler/module.ts";
export { NotDeliveredError } from "./handler/selection.ts";
export { type HandlerOptions, testHandler } from "./handler/test-handler.ts";
export type { HandlerTest, LoggedLine } from "./handler/types.ts";
export { allowed, assertAllowed, assertNotAllowed } from "./plan/allowed.ts";
export { type AllowedActions, AppPlan, type PlannedResource, type PlanOptions, planOf } from "./plan/plan-of.ts";
export { assertNoResource, assertResource, hasResource, type PartialInputs, resourcesWith } from "./plan/resource.ts";
export type { Verdict } from "./plan/verdict.ts";
export { type LoadedSpec, loadSpec, type SpecOptions, type SpecSource } from "./spec.ts";
