import { ApiError } from "../../core/error.ts";

/** Refusals of Function Compute: https://www.alibabacloud.com/help/en/functioncompute/error-codes */

export const invalid = (message: string): ApiError => new ApiError(400, "InvalidArgument", message);

export const denied = (message: string): ApiError => new ApiError(403, "AccessDenied", message);

export const unsigned = (): ApiError =>
  new ApiError(400, "MissingRequiredHeader", "required HTTP header Authorization was not specified");

export const functionNotFound = (name: string): ApiError =>
  new ApiError(404, "FunctionNotFound", `function '${name}' does not exist`);

export const versionNotFound = (name: string, version: string): ApiError =>
  new ApiError(404, "VersionNotFound", `version '${version}' of function '${name}' does not exist`);

export const aliasNotFound = (name: string, alias: string): ApiError =>
  new ApiError(404, "AliasNotFound", `alias '${alias}' of function '${name}' does not exist`);

export const triggerNotFound = (name: string, trigger: string): ApiError =>
  new ApiError(404, "TriggerNotFound", `trigger '${trigger}' of function '${name}' does not exist`);

export const alreadyExists = (code: string, what: string): ApiError =>
  new ApiError(409, code, `${what} already exists`);

export const tooLarge = (limit: number): ApiError =>
  new ApiError(400, "EntityTooLarge", `payload size exceeds maximum allowed size (${limit} bytes)`);

/** No instance is free and none may be added. */
export const throttled = (message: string): ApiError => new ApiError(429, "ResourceExhausted", message);

export const disabled = (name: string, reason: string | undefined): ApiError =>
  new ApiError(403, "FunctionInvocationDisabled", `function '${name}' is disabled${reason ? `: ${reason}` : ""}`);
