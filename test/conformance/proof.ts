import { adapters, type Target } from "../../adapters/index.ts";
import { PROOF_LEVELS, type ProofLevel } from "../../adapters/proof.ts";
import type { Feature } from "../../model/features.ts";
import type { ServerName } from "./case.ts";
import { cases } from "./cases/index.ts";
import { readResult } from "./results.ts";

interface ServerFacts {
  readonly target: Target;
  readonly title: string;
  readonly level: ProofLevel;
  /** For narrow columns. */
  readonly sign: string;
}

/** The servers that the suite runs on, in the order in which they are shown. */
export const servers: Readonly<Record<ServerName, ServerFacts>> = {
  "ministack-full": { target: "localstack", sign: "m", title: "MiniStack, profile full", level: "cloud-protocol" },
  ministack: { target: "localstack", sign: "c", title: "MiniStack, profile core", level: "cloud-protocol" },
  localstack: {
    target: "localstack",
    sign: "l",
    title: "LocalStack's own code, profile core",
    level: "cloud-protocol",
  },
  aliyun: { target: "aliyun", sign: "e", title: "polyfn's emulator of Aliyun", level: "cloud-protocol" },
};

const serverNames = Object.keys(servers) as ServerName[];

/** A server on which a feature was seen to hold. */
export interface Seen {
  readonly server: ServerName;
  /** Nothing but that the cloud was told of it. */
  readonly told: boolean;
}

/** Features for which a case passed in the kept results, and on which servers. */
async function seenOn(target: Target): Promise<Map<Feature, Seen[]>> {
  const seen = new Map<Feature, Seen[]>();
  for (const server of serverNames.filter((name) => servers[name].target === target)) {
    const titles = new Set((await readResult(server))?.passed);
    const passed = cases.filter(({ title }) => titles.has(title));
    for (const feature of new Set(passed.flatMap(({ proves }) => proves))) {
      const told = passed.every((one) => one.told || !one.proves.includes(feature));
      seen.set(feature, [...(seen.get(feature) ?? []), { server, told }]);
    }
  }
  return seen;
}

/**
 * On which servers each of a target's features was seen to hold. AWS itself is not on this machine: what the same
 * adapter does on a server that speaks its protocol counts, where both adapters say the same of it, or the server has
 * what AWS has.
 */
export async function proofOf(target: Target): Promise<ReadonlyMap<Feature, readonly Seen[]>> {
  if (target !== "aws") return seenOn(target);
  const [aws, local, seen] = await Promise.all([adapters.aws(), adapters.localstack(), seenOn("localstack")]);
  const counts =
    (feature: Feature) =>
    ({ server }: Seen): boolean =>
      server === "ministack-full" || aws.support[feature].support === local.support[feature].support;
  return new Map([...seen].map(([feature, on]) => [feature, on.filter(counts(feature))]));
}

/** The strongest level at which an answer is shown. What was seen on no server is planned, by `plan-level.ts`. */
export function levelOf(seen: readonly Seen[] = []): ProofLevel {
  const levels = new Set(seen.map(({ server }) => servers[server].level));
  return PROOF_LEVELS.find((level) => levels.has(level)) ?? "plan";
}

/** True if a level is at least as strong as another. */
export const isAtLeast = (level: ProofLevel, other: ProofLevel): boolean =>
  PROOF_LEVELS.indexOf(level) <= PROOF_LEVELS.indexOf(other);

/** Servers on which a case passed, for a target. What AWS' adapter does is seen on servers that speak its protocol. */
export async function serversOf(target: Target, title: string): Promise<ServerName[]> {
  const seenAs = target === "aws" ? "localstack" : target;
  const passed = await Promise.all(
    serverNames.map(async (name) => {
      const isShown = servers[name].target === seenAs && (await readResult(name))?.passed.includes(title);
      return isShown ? [name] : [];
    }),
  );
  return passed.flat();
}
