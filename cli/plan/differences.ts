import { isDeepStrictEqual } from "node:util";
import { createColors } from "picocolors";
import { isPlainObject } from "../../model/merge-patch.ts";
import type { ChangedResource } from "../deployment/changes.ts";
import type { Parts } from "../deployment/parts.ts";
import { policyChanges, statementsOf } from "./policies.ts";

/** The engine writes this for a value that only the cloud will know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Key that marks assets and secrets among the inputs. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const LONGEST = 60;

/** The changes of a deployment in words: each changed resource with its properties, permissions and replacements. */
export function listDifferences(changes: readonly ChangedResource[], parts: Parts, colour: boolean): string {
  return changes
    .filter(({ step }) => !step.type.startsWith("polyfn:"))
    .map((one) => describe(one, parts, colour))
    .join("");
}

function describe({ change, part, step }: ChangedResource, parts: Parts, colour: boolean): string {
  const c = createColors(colour);
  const kind = step.type.slice(step.type.lastIndexOf(":") + 1);
  const what = `${c.bold(parts.label(part))}: ${kind} ${parts.shortName(step)}`;
  const heads = {
    created: c.green(`+ ${what} is created`),
    updated: c.yellow(`~ ${what} is updated`),
    replaced: c.magenta(`! ${what} is REPLACED: a new one takes its place${because(step.replacing)}`),
    deleted: c.red(`- ${what} is deleted`),
    adopted: c.green(`+ ${what} is adopted`),
  };
  const compared = change === "updated" || change === "replaced";
  const lines = [...propertyLines(compared, step.before, step.after), ...permissionLines(step.before, step.after)];
  return `${heads[change]}\n${lines.map((line) => `      ${line}\n`).join("")}`;
}

const because = (properties: readonly string[]): string =>
  properties.length === 0 ? "" : `, because ${properties.join(", ")} can't be changed`;

type Inputs = Readonly<Record<string, unknown>>;

/** Of a resource that comes or goes as a whole the properties are not listed. */
function propertyLines(compared: boolean, before: Inputs, after: Inputs): string[] {
  if (!compared) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== "__defaults");
  return names.flatMap((name) => differences(name, before[name], after[name]));
}

function differences(path: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (statementsOf(before) !== undefined || statementsOf(after) !== undefined) return [];
  if (isPlainObject(before) && isPlainObject(after) && !(SIGNATURE in before) && !(SIGNATURE in after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== "__defaults");
    return keys.flatMap((key) => differences(`${path}.${key}`, before[key], after[key]));
  }
  if (before === undefined) return [`${path}: added ${shown(after)}`];
  if (after === undefined) return [`${path}: removed, was ${shown(before)}`];
  const [old, now] = [shown(before), shown(after)];
  return [old === now ? `${path}: changed` : `${path}: ${old} -> ${now}`];
}

function shown(value: unknown): string {
  if (value === UNKNOWN) return "(known after the deployment)";
  if (isPlainObject(value) && SIGNATURE in value)
    return "hash" in value ? `package ${String(value.hash).slice(0, 12)}` : "[secret]";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Permission changes of every policy among the inputs, marked so that they are not overlooked. */
function permissionLines(before: Inputs, after: Inputs): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    policyChanges(before[name], after[name]).map(({ change, text }) =>
      change === "added" ? `PERMISSION + ${text}` : `PERMISSION - no longer ${text}`,
    ),
  );
}
