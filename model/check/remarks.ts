import type { AppSpec } from "../app.ts";
import { functionReferences, functionSchema } from "../function.ts";
import { type Reference, referencesIn } from "../references.ts";
import type { Remark } from "../remarks.ts";
import { resources as resourceKinds } from "../resources/index.ts";
import type { Path } from "../schema/schema-walk.ts";
import { triggers as triggerKinds } from "../triggers/index.ts";
import { valueUses } from "../value-uses.ts";
import { loopRemarks } from "./loop-remarks.ts";

/** Parts of a spec that are allowed but probably wrong on any target. */
export const specRemarks = (app: AppSpec): Remark[] => [
  ...uncalled(app),
  ...unusedResources(app),
  ...plainSecrets(app),
  ...unsendableTokens(app),
  ...literalStars(app),
  ...loopRemarks(app),
];

/**
 * `*` does not include the header Authorization (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).
 */
function unsendableTokens(app: AppSpec): Remark[] {
  const triggers = Object.values(app.functions).flatMap((fn) => Object.values(fn.triggers));
  const guarded = triggers.flatMap((trigger) =>
    trigger.kind === "http" && trigger.auth !== "none" ? (trigger.api ?? []) : [],
  );
  return Object.entries(app.resources).flatMap(([name, resource]): Remark[] => {
    if (resource.kind !== "api" || resource.cors === undefined || !guarded.includes(name)) return [];
    const { headers } = resource.cors;
    if (headers.some((header) => header.toLowerCase() === "authorization")) return [];
    const why = headers.includes("*") ? ', because "*" does not include it' : "";
    return [
      {
        code: "cors-without-authorization",
        path: ["resources", name, "cors", "headers"],
        message: `Routes of "${name}" require the header authorization, but pages of other origins may not send it${why}.`,
        remedy: 'Add "authorization" to headers.',
      },
    ];
  });
}

/** A text of the spec that a cloud compares letter by letter. */
interface Compared {
  readonly path: Path;
  readonly text: string | undefined;
}

function literalStars(app: AppSpec): Remark[] {
  const events = starred(eventPatterns(app)).map(({ path, text }) => ({
    code: "literal-star" as const,
    path,
    message: `"${text}" matches only events with a "*" in that place: there are no wildcards here.`,
    remedy: "List the values that the events have.",
  }));
  const keys = starred(keyFilters(app)).map(({ path, text }) => ({
    code: "literal-star" as const,
    path,
    message: `"${text}" matches only keys with a "*" in that place: there are no wildcards here.`,
    remedy: 'Remove "*": anything may follow a prefix, and anything may precede a suffix.',
  }));
  return [...events, ...keys];
}

const starred = (all: readonly Compared[]): Compared[] => all.filter(({ text }) => text?.includes("*"));

/** Prefixes and suffixes of bucket triggers, and prefixes of buckets' expiries. */
function keyFilters(app: AppSpec): Compared[] {
  const filters = triggersOf(app).flatMap(({ path, trigger }) =>
    trigger.kind === "bucket"
      ? (["prefix", "suffix"] as const).map((field) => ({ path: [...path, field], text: trigger[field] }))
      : [],
  );
  const expiries = Object.entries(app.resources).flatMap(([name, resource]) =>
    resource.kind === "bucket"
      ? resource.expire.map(({ prefix }, index) => ({
          path: ["resources", name, "expire", index, "prefix"],
          text: prefix,
        }))
      : [],
  );
  return [...filters, ...expiries];
}

/** Sources and types in the patterns of bus triggers. */
const eventPatterns = (app: AppSpec): Compared[] =>
  triggersOf(app).flatMap(({ path, trigger }) =>
    trigger.kind === "bus"
      ? (["source", "type"] as const).flatMap((field) =>
          (trigger.pattern[field] ?? []).map((text, index) => ({ path: [...path, "pattern", field, index], text })),
        )
      : [],
  );

const triggersOf = (app: AppSpec) =>
  Object.entries(app.functions).flatMap(([fn, { triggers }]) =>
    Object.entries(triggers).map(([name, trigger]) => ({
      path: ["functions", fn, "triggers", name] satisfies Path,
      trigger,
    })),
  );

/** A name that some part of the spec uses, without its path. */
type Use = Pick<Reference, "name" | "rule">;

/** Names in fields with a declared reference. */
function declaredUses(app: AppSpec): Use[] {
  return [
    ...Object.values(app.functions).flatMap((fn) => [
      ...referencesIn(fn, functionReferences),
      ...Object.values(fn.triggers).flatMap((trigger) => referencesIn(trigger, triggerKinds[trigger.kind].references)),
    ]),
    ...Object.values(app.resources).flatMap((resource) =>
      referencesIn(resource, resourceKinds[resource.kind].references),
    ),
  ];
}

/** Names in permissions and `{ ref }` values. */
function namesIn(app: AppSpec): string[] {
  const functions = Object.values(app.functions);
  return [
    ...functions.flatMap(({ permissions }) => Object.keys(permissions)),
    ...functions.flatMap((fn) => valueUses(functionSchema, fn).map(({ name }) => name)),
    ...Object.values(app.defaults.environment ?? {}).flatMap((value) => refName(value)),
    ...Object.values(app.resources).flatMap((resource) =>
      valueUses(resourceKinds[resource.kind].schema, resource).map(({ name }) => name),
    ),
  ];
}

const refName = (value: unknown): string[] => {
  const ref = typeof value === "object" && value !== null && "ref" in value ? value.ref : undefined;
  return typeof ref === "string" ? [ref.slice(0, ref.lastIndexOf("."))] : [];
};

function uncalled(app: AppSpec): Remark[] {
  const references = declaredUses(app).filter(({ rule }) => rule === "destination");
  const called = new Set([...references.map(({ name }) => name), ...namesIn(app)]);
  return Object.entries(app.functions)
    .filter(([name, fn]) => Object.keys({ ...fn.triggers, ...fn.invokers }).length === 0 && !called.has(name))
    .map(([name]) => ({
      code: "nothing-calls",
      path: ["functions", name],
      message: `Nothing calls the function "${name}": it has no triggers and no invokers, and no other function may invoke it.`,
      remedy: "Add a trigger, or silence this remark if the function is called from outside of the spec.",
    }));
}

function unusedResources(app: AppSpec): Remark[] {
  const used = new Set([...declaredUses(app).map(({ name }) => name), ...namesIn(app)]);
  return Object.entries(app.resources)
    .filter(([name]) => !used.has(name))
    .map(([name, { kind }]) => ({
      code: "nothing-uses",
      path: ["resources", name],
      message: `Nothing uses the ${kind} "${name}": no function has a permission or trigger for it, and nothing refers to it.`,
      remedy: "Give a function a permission for it, or silence this remark if it is used from outside of the spec.",
    }));
}

const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY)$/i;

/** Literals under a name that suggests a secret. The value itself is never shown. */
function plainSecrets(app: AppSpec): Remark[] {
  const places: [Path, Readonly<Record<string, unknown>>][] = [
    [["defaults", "environment"], app.defaults.environment ?? {}],
    ...Object.entries(app.functions).map(([name, fn]): [Path, Readonly<Record<string, unknown>>] => [
      ["functions", name, "environment"],
      fn.environment,
    ]),
  ];
  return places.flatMap(([path, environment]) =>
    Object.entries(environment)
      .filter(([name, value]) => typeof value === "string" && value !== "" && SECRET_NAME.test(name))
      .map(([name]) => ({
        code: "plain-secret",
        path: [...path, name],
        message: `The value of ${name} is in the spec, and everyone who may read the spec or the function's settings can read it.`,
        remedy: 'Use { config: "<name>" } with an encrypted configuration value, or a secret resource.',
      })),
  );
}
