import { Config, type Output, output, runtime, secret } from "@pulumi/pulumi";
import { type Problem, UserError } from "../model/errors.ts";
import type { ResolvedApp } from "../model/resolve.ts";
import { isConfiguration } from "../model/value.ts";
import { findObjects } from "./find-objects.ts";
import { parsedText } from "./stack-configuration.ts";

/** The source of the value of `{ config: "subnets" }` in a spec. */
export interface Configuration {
  /** `undefined` when it is not set. A text is a text; structured configuration is parsed. Secrets stay secret. */
  get(key: string): Output<unknown> | undefined;
}

/** Not in the SDK's type declarations, but in the object: whether a stack file keeps the value encrypted. */
const isConfigSecret = (runtime as { isConfigSecret?: (key: string) => boolean }).isConfigSecret;

/** The stack's configuration. A key without a namespace is in polyfn's. */
export const stackConfiguration: Configuration = {
  get(key) {
    const [namespace, name] = key.includes(":") ? splitAtColon(key) : ["polyfn", key];
    const text = new Config(namespace).get(name);
    if (text === undefined) return undefined;
    const value = parsedText(text);
    // Without the SDK's answer everything is taken for a secret: hiding too much does no harm.
    return (isConfigSecret?.(`${namespace}:${name}`) ?? true) ? secret(value) : output(value);
  },
};

function splitAtColon(key: string): [string, string] {
  const at = key.indexOf(":");
  return [key.slice(0, at), key.slice(at + 1)];
}

/** A problem for every `{ config }` in the app that is not set, so that they are all known before anything is created. */
export function missingConfiguration(app: ResolvedApp, configuration: Configuration): Problem[] {
  const resources = [...app.resources.values()].flatMap((resource) => [
    ...findObjects(resource.spec, isConfiguration, ["resources", resource.name]),
  ]);
  const functions = [...app.functions.values()].flatMap((fn) => [
    ...findObjects({ ...fn, triggers: [] }, isConfiguration, ["functions", fn.name]),
  ]);
  return [...resources, ...functions].flatMap(({ path, value }) => {
    const { config } = value as { config: string };
    if (configuration.get(config) !== undefined) return [];
    const key = config.includes(":") ? config : `polyfn:${config}`;
    const set = /secret/i.test(path.join(".")) ? "pulumi config set --secret" : "pulumi config set";
    return [
      {
        code: "missing-configuration",
        path,
        message: `The stack's configuration "${key}" is not set.`,
        remedy: `Set it with \`${set} ${key} VALUE\`.`,
      },
    ];
  });
}

export function asText(key: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new UserError(
    `The stack's configuration "${key}" is not a string.`,
    `Set it with \`pulumi config set ${key} VALUE\`.`,
  );
}

/** A list, or a text with commas, which is easier to type. */
export function asTexts(key: string, value: unknown): string[] {
  if (typeof value === "string") return value.split(",").map((item) => item.trim());
  if (Array.isArray(value)) return value.map((item) => asText(key, item));
  throw new UserError(
    `The stack's configuration "${key}" is not a list of strings.`,
    `Set it with \`pulumi config set --path '${key}[0]' VALUE\`.`,
  );
}
