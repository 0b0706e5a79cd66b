import type { Target } from "../../adapters/index.ts";
import { canonicalJson } from "../../adapters/shared/canonical-json.ts";
import type { AppInput } from "../../model/app.ts";
import type { Feature } from "../../model/features.ts";
import type { Place } from "../../offline/drivers/cloud.ts";
import { until } from "../../offline/drivers/demo.ts";
import type { ConformanceCloud } from "./clouds/cloud.ts";
import type { Given } from "./given.ts";
import type { Recorded } from "./records.ts";

/**
 * The parts that a case adds to the deployed app. Names are the case's own; all cases share `records`, `marks` and
 * `master`.
 */
export interface Parts {
  readonly resources?: NonNullable<AppInput["resources"]>;
  readonly functions?: AppInput["functions"];
}

/** One promise of the support matrix, kept on every cloud in the same way. */
export interface ConformanceCase {
  /** Says what holds, as the end of "it ...". */
  readonly title: string;
  /** Features that the case proves. It runs where the adapter answers native or emulated for all of them. */
  readonly proves: readonly Feature[];
  readonly parts: Parts | ((given: Given) => Parts);
  /** The changes of a second deployment, before any case runs: functions replace those in `parts`. */
  readonly later?: Parts["functions"];
  /** Done after the first deployment and before the second one; for a case with `later`. */
  between?(stage: Stage): Promise<void>;
  /** It moves the cloud's clock: runs when the others are done. */
  readonly alone?: true;
  /** Done before any case runs: what needs time of its own. */
  begin?(stage: Stage): Promise<void>;
  /** It reads back from the cloud what was set, and can't show what comes of it on one machine. */
  readonly told?: true;
  /** Throws when it does not hold. */
  run(stage: Stage): Promise<void>;
  /** Servers on which it can't be shown, with the reason. Another server of the same target must show it. */
  readonly beyond?: Readonly<Partial<Record<ServerName, string>>>;
  /** Targets where the neutral promise leaves room and this case is about one side of it. */
  readonly only?: readonly Target[];
}

/** Servers on this machine that the suite runs on. */
export type ServerName = "ministack" | "ministack-full" | "localstack" | "aliyun";

/** The deployed app, as its users and services see it. */
export interface Stage {
  readonly cloud: ConformanceCloud;
  readonly target: Target;
  readonly given: Given;
  /** When `begin` was called; milliseconds since 1970. */
  readonly began: number;
  /** Letters and digits of this run, for names of objects and the like. */
  readonly run: string;
  resource(name: string): Place;
  function(name: string): Place;
  /** Waits for something that a function recorded, and throws after some minutes. */
  recorded(by: string, what: string, matches: (record: Recorded) => boolean): Promise<Recorded>;
  /** Everything a function has recorded so far. */
  records(by: string): Promise<readonly Recorded[]>;
}

/** Throws unless both are the same JSON. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (canonicalJson(actual) === canonicalJson(expected)) return;
  throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

/** Waits until a call that was sent `{ do: "wait", id }` has begun. */
export async function started({ cloud, resource }: Stage, id: string): Promise<void> {
  await until(`the start of ${id}`, () => cloud.getObject(resource("marks"), `started/${id}`));
}

/** Lets a call that was sent `{ do: "wait", id }` go on. */
export async function release({ cloud, resource }: Stage, id: string): Promise<void> {
  await cloud.putObject(resource("marks"), `released/${id}`, Buffer.from("yes"), "text/plain");
}

/** The app's own key. It is part of an app with a resource that is encrypted with it: some clouds have one per account. */
export const MASTER = "master";

export const recorder = "functions/recorder.ts";

/** A function that records what reaches it, and obeys commands in it. */
export function recording(
  triggers: NonNullable<NonNullable<AppInput["functions"]>[string]["triggers"]>,
  more: object = {},
): NonNullable<AppInput["functions"]>[string] {
  const { permissions = {}, ...rest } = more as { permissions?: object };
  return {
    handler: recorder,
    triggers,
    permissions: { records: ["send"], marks: ["read", "write"], ...permissions },
    ...rest,
  } as NonNullable<AppInput["functions"]>[string];
}
