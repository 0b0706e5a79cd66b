/** The module that handlers import: `polyfn/runtime`. */
export type * from "./clients.ts";
export type { CalledBy, Context, HttpContext, HttpInfo, LogFields, Logger, LogLevel } from "./context.ts";
export type { FailedItem } from "./errors.ts";
export { BatchError, ConditionError, InvalidInputError, InvocationError, SetupError } from "./errors.ts";
export type * from "./events.ts";
export type { AnyHandler, FetchHandler, Handler } from "./handler.ts";
export { defineHandler } from "./handler.ts";
export type { AppShape, FunctionName, ResourcesOf } from "./spec-types.ts";
