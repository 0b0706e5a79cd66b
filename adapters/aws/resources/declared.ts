import type { AwsScope } from "../context.ts";

/**
 * Settings that a spec does not ask for, as AWS has them without being told. The provider leaves alone what it is not
 * given, so a resource would keep a setting that its spec has lost. Servers on this machine do not know all of them.
 */
export const declared = <T extends object>({ context }: AwsScope, settings: T): Partial<T> =>
  context.endpoint === undefined ? settings : {};
