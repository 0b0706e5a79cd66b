import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { asset, runtime } from "@pulumi/pulumi";
import type { PlanValues } from "../../adapters/graph/evaluation.ts";
import { sha256 } from "../../infra/build/digests.ts";
import type { PlannedResource } from "../../infra/graph/planned.ts";

/**
 * Runs a Pulumi program in this process against a recording monitor: no engine, no network, no credentials. Returns the
 * native resources sorted by name and type; components only group them and are left out.
 */
export async function record(program: () => Promise<unknown>, options: RecordOptions): Promise<PlannedResource[]> {
  const { values, packages, project, stack } = options;
  const recorded: PlannedResource[] = [];
  await runtime.setMocks(
    {
      async newResource({ type, name, inputs, custom }) {
        if (!custom) return { id: "", state: inputs };
        recorded.push({ type, name, inputs: (await shown(inputs, packages)) as PlannedResource["inputs"] });
        const { id, outputs } = values.resource({ type, name, inputs });
        return { id, state: { ...inputs, ...outputs } };
      },
      call: ({ token, inputs }) => ({ ...values.lookup({ token, inputs }) }),
    },
    project,
    stack,
  );
  await surfacing(async () => {
    await program();
    await runtime.disconnect();
  });
  return recorded.sort(byNameAndType);
}

export interface RecordOptions {
  readonly values: PlanValues;
  /** Path of a package -> its digest. */
  readonly packages: ReadonlyMap<string, string>;
  /** Names of project and stack that the program sees. */
  readonly project: string;
  readonly stack: string;
}

/** Errors in a resource's inputs are reported only to the process: the first one is the failure. */
async function surfacing(work: () => Promise<void>): Promise<void> {
  let rejected: { reason: unknown } | undefined;
  const note = (reason: unknown): void => {
    rejected ??= { reason };
  };
  process.on("unhandledRejection", note);
  try {
    await work();
  } finally {
    // Rejections are reported to the process after the microtasks of this turn.
    await setImmediate();
    process.off("unhandledRejection", note);
  }
  if (rejected) throw rejected.reason;
}

const SECRET = "[secret]";
/** Pulumi's wire form of special values: the key that marks them, and the mark of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** An input as in a plan. Keys are sorted, so that equal plans are equal strings. */
async function shown(value: unknown, packages: ReadonlyMap<string, string>): Promise<unknown> {
  if (typeof value === "string") return shownText(value, packages);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => shown(item, packages)));
  if (SIGNATURE in value && value[SIGNATURE] === SECRET_SIGNATURE) return SECRET;
  if (asset.Archive.isInstance(value) || asset.Asset.isInstance(value)) return shownAsset(value, packages);
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(await Promise.all(sorted.map(async ([key, item]) => [key, await shown(item, packages)])));
}

/** Some providers take the path of a package's file. */
function shownText(value: string, packages: ReadonlyMap<string, string>): unknown {
  const digest = packages.get(value);
  return digest === undefined ? value : { zip: basename(value), sha256: digest };
}

/** A package is shown by its digest, because its path differs between machines; other assets by their own fields. */
async function shownAsset(value: object, packages: ReadonlyMap<string, string>): Promise<unknown> {
  const fields = await Promise.all(Object.entries(value).map(async ([key, field]) => [key, await field] as const));
  const { path, text } = Object.fromEntries(fields) as { path?: string; text?: string };
  const digest = path === undefined ? undefined : packages.get(path);
  if (path !== undefined && digest !== undefined) return { zip: basename(path), sha256: digest };
  return text === undefined ? { path } : { sha256: sha256(text) };
}

function byNameAndType(a: PlannedResource, b: PlannedResource): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.type < b.type ? -1 : 1;
}
