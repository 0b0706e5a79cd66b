import { isDeepStrictEqual } from "node:util";
import { createColors } from "picocolors";
import { isPlainObject } from "../../model/merge-patch.ts";
import type { ChangedResource } from "../deployment/changes.ts";
import type { Parts } from "../deployment/parts.ts";
import { type PermissionChange, policyChanges, statementsOf } from "./policies.ts";

/** The engine writes this for a value that only the cloud will know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Key that marks assets and secrets among the inputs. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const LONGEST = 60;

type Inputs = Readonly<Record<string, unknown>>;

/** A property of a changed resource. A value that only the cloud will know is absent, and so is one that is not there. */
export interface PropertyDifference {
  /** Its path in the resource's inputs. */
  readonly property: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** True when only the cloud will know what comes after. */
  readonly unknown?: true;
}

/** The difference between a resource as it is deployed and as it would be. */
export interface Differences {
  /** Of an updated or replaced resource, except in policies. */
  readonly differences: readonly PropertyDifference[];
  /** Of every policy among the inputs. */
  readonly permissions: readonly PermissionChange[];
  /** Properties that can't be changed: the reasons for a replacement. */
  readonly replacedBecause: readonly string[];
}

export function differencesOf({ change, step: { before, after, replacing } }: ChangedResource): Differences {
  // Of a resource that comes or goes as a whole the properties are not listed.
  const compared = change === "updated" || change === "replaced";
  return {
    differences: compared ? keysOf(before, after).flatMap((key) => differ(key, before[key], after[key])) : [],
    permissions: keysOf(before, after).flatMap((key) => policyChanges(before[key], after[key])),
    replacedBecause: change === "replaced" ? replacing : [],
  };
}

const keysOf = (before: Inputs, after: Inputs): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== "__defaults");

function differ(property: string, before: unknown, after: unknown): PropertyDifference[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (statementsOf(before) !== undefined || statementsOf(after) !== undefined) return [];
  if (isPlainObject(before) && isPlainObject(after) && !(SIGNATURE in before) && !(SIGNATURE in after)) {
    return keysOf(before, after).flatMap((key) => differ(`${property}.${key}`, before[key], after[key]));
  }
  return [
    {
      property,
      ...(before !== undefined && { before: readable(before) }),
      ...(after === UNKNOWN ? { unknown: true } : after !== undefined && { after: readable(after) }),
    },
  ];
}

/** A value without the engine's marks: an asset as the beginning of its hash, a secret masked. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isPlainObject(value)) return value;
  if (!(SIGNATURE in value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readable(one)]));
  return "hash" in value ? `package ${String(value.hash).slice(0, 12)}` : "[secret]";
}

/** The changes of a deployment in words: each changed resource with its properties, permissions and replacements. */
export function listDifferences(changes: readonly ChangedResource[], parts: Parts, colour: boolean): string {
  return changes
    .filter(({ step }) => !step.type.startsWith("polyfn:"))
    .map((one) => describe(one, parts, colour))
    .join("");
}

function describe(changed: ChangedResource, parts: Parts, colour: boolean): string {
  const { change, part, step } = changed;
  const { differences, permissions, replacedBecause } = differencesOf(changed);
  const c = createColors(colour);
  const kind = step.type.slice(step.type.lastIndexOf(":") + 1);
  const what = `${c.bold(parts.label(part))}: ${kind} ${parts.shortName(step)}`;
  const heads = {
    created: c.green(`+ ${what} is created`),
    updated: c.yellow(`~ ${what} is updated`),
    replaced: c.magenta(`! ${what} is REPLACED: a new one takes its place${because(replacedBecause)}`),
    deleted: c.red(`- ${what} is deleted`),
    adopted: c.green(`+ ${what} is adopted`),
  };
  const lines = [...differences.map(inWords), ...permissions.map(marked)];
  return `${heads[change]}\n${lines.map((line) => `      ${line}\n`).join("")}`;
}

const because = (properties: readonly string[]): string =>
  properties.length === 0 ? "" : `, because ${properties.join(", ")} can't be changed`;

function inWords({ property, before, after, unknown }: PropertyDifference): string {
  const now = unknown ? "(known after the deployment)" : shown(after);
  if (before === undefined) return `${property}: added ${now}`;
  const old = shown(before);
  if (after === undefined && !unknown) return `${property}: removed, was ${old}`;
  return old === now ? `${property}: changed` : `${property}: ${old} -> ${now}`;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Marked so that it is not overlooked. */
const marked = ({ change, text }: PermissionChange): string =>
  change === "added" ? `PERMISSION + ${text}` : `PERMISSION - no longer ${text}`;
