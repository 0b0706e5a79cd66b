/** The public entry: everything a spec or a Pulumi program imports from `polyfn`. */
export type * from "./adapters/overrides.ts";
export { App, type AppOptions } from "./infra/app.ts";
export type { Configuration } from "./infra/configuration.ts";
export type { FunctionOutputs, ResourceOutputs } from "./infra/outputs.ts";
export type { AppInput } from "./model/app.ts";
export { type AppWith, defineApp, type NamesOf } from "./model/define-app.ts";
export { type Problem, SpecError, UserError } from "./model/errors.ts";
export type * from "./model/overrides.ts";
export { type ParseOptions, parseApp } from "./model/parse.ts";
export type { ResolvedApp, ResolvedFunction, ResolvedResource, ResolvedTrigger } from "./model/resolve.ts";
export type { Value } from "./model/value.ts";
