import { adapters, type Target } from "../../adapters/index.ts";
import type { AppInput } from "../../model/app.ts";
import type { Feature, SupportTable } from "../../model/features.ts";
import type { ConformanceCase, Given, Parts, ServerName } from "./case.ts";
import { cases } from "./cases/index.ts";

export const isSupported = (support: SupportTable, feature: Feature): boolean =>
  support[feature].support !== "unsupported";

/** The cases that hold for a target, and can be shown on a server of it: on the slow one only what others can not show. */
export async function casesFor(target: Target, server: ServerName): Promise<readonly ConformanceCase[]> {
  const { support } = await adapters[target]();
  return cases.filter(
    ({ proves, beyond, only }) =>
      proves.every((feature) => isSupported(support, feature)) &&
      beyond?.[server] === undefined &&
      (server !== "localstack" || beyond?.["ministack-full"] !== undefined) &&
      (only === undefined || only.includes(target)),
  );
}

type Functions = NonNullable<Parts["functions"]>;

const partsOf = ({ parts }: ConformanceCase, given: Given): Parts =>
  typeof parts === "function" ? parts(given) : parts;

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
