import { InternalError } from "./errors.ts";
import { type CheckedApp, checkApp, environmentsOf, type ParseOptions } from "./parse.ts";

/** A spec as it is deployed and as it is in each of its environments, each checked once. */
export interface CheckedSpec {
  /** As it is written. */
  readonly input: unknown;
  readonly origin: string | undefined;
  /** In the environment of the deployment. */
  readonly deployed: CheckedApp;
  /** By name of the environment; `undefined` is the spec without any. */
  readonly environments: ReadonlyMap<string | undefined, CheckedApp>;
}

/** Checks a spec in every environment that it lists, each with the overrides. */
export function checkSpec(input: unknown, { environment, ...options }: ParseOptions = {}): CheckedSpec {
  const names = [undefined, ...environmentsOf(input)];
  const environments = new Map(names.map((name) => [name, checkApp(input, { ...options, environment: name })]));
  return { input, origin: options.origin, deployed: inEnvironment({ environments }, environment), environments };
}

/** The spec of an environment; an environment that it does not list changes nothing. */
export function inEnvironment(
  { environments }: Pick<CheckedSpec, "environments">,
  name: string | undefined,
): CheckedApp {
  const checked = environments.get(name) ?? environments.get(undefined);
  if (checked === undefined) throw new InternalError("The spec was not checked outside of its environments.");
  return checked;
}
