import { adapters, type Target } from "../../adapters/index.ts";
import type { AppInput } from "../../model/app.ts";
import type { Feature, SupportTable } from "../../model/features.ts";
import { type ConformanceCase, MASTER, type Parts, type ServerName } from "./case.ts";
import { cases } from "./cases/index.ts";
import type { Given } from "./given.ts";

export const isSupported = (support: SupportTable, feature: Feature): boolean =>
  support[feature].support !== "unsupported";

/** Servers that show only what another one of the same target can't: they are slow, or differ from it in little. */
const COMPLETING: Readonly<Partial<Record<ServerName, (one: ConformanceCase, support: SupportTable) => boolean>>> = {
  localstack: ({ beyond }) => beyond?.["ministack-full"] !== undefined,
  // The profile full does in AWS's own way what the profile core emulates.
  ministack: ({ proves }, support) => proves.some((feature) => support[feature].support === "emulated"),
};

/** The cases that hold for a target and run on this server of it. */
export async function casesFor(target: Target, server: ServerName): Promise<readonly ConformanceCase[]> {
  const { support } = await adapters[target]();
  return cases.filter(
    (one) =>
      one.proves.every((feature) => isSupported(support, feature)) &&
      one.beyond?.[server] === undefined &&
      (one.only === undefined || one.only.includes(target)) &&
      (COMPLETING[server]?.(one, support) ?? true),
  );
}

type Functions = NonNullable<Parts["functions"]>;

const partsOf = ({ parts }: ConformanceCase, given: Given): Parts =>
  typeof parts === "function" ? parts(given) : parts;

const usesMaster = ({ resources = {} }: Parts): boolean =>
  Object.values(resources).some((one) => "key" in one && one.key === MASTER);

/** One app with the parts of all these cases. `later`: as it is after the second deployment. */
export function assemble(name: string, chosen: readonly ConformanceCase[], given: Given, later = false): AppInput {
  const parts = chosen.map((one) => partsOf(one, given));
  const changes = later ? chosen.map((one) => one.later) : [];
  const functions = Object.assign({}, ...parts.map((part) => part.functions), ...changes) as Functions;
  return {
    name,
    defaults: { runtime: "nodejs", memory: 256, timeout: "10s", logRetention: 7 },
    resources: {
      records: { kind: "queue" },
      marks: { kind: "bucket" },
      ...(parts.some(usesMaster) && { [MASTER]: { kind: "key", rotation: "365d" } }),
      ...Object.assign({}, ...parts.map((part) => part.resources)),
    },
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, fn]) => [
        name,
        { ...fn, environment: { ...fn.environment, RECORD_AS: name } },
      ]),
    ),
  };
}
