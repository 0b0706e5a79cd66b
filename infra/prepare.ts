import type { CheckedSpec } from "../model/checked-spec.ts";
import { formatPath, type Problem, SpecError } from "../model/errors.ts";
import type { Remark } from "../model/remarks.ts";
import type { ResolvedApp } from "../model/resolve.ts";
import { unsilenced } from "../model/silences.ts";
import { type Built, buildFunctions } from "./build/index.ts";
import { readSources } from "./build/sources.ts";
import { type Plan, type PlanRequest, plan } from "./plan.ts";
import { unused } from "./remarks.ts";
import { stackClashes } from "./stack-clashes.ts";
import type { NamedStack } from "./stack-file.ts";

export interface PrepareRequest extends Pick<PlanRequest, "adapter" | "deployment" | "further"> {
  readonly spec: CheckedSpec;
  readonly stack: string;
  /** The spec's directory: handlers and `include` are relative to it. */
  readonly directory: string;
  /** Other stacks of the project whose names in the cloud may clash with this one's; see {@link similarStacks}. */
  readonly similar?: readonly NamedStack[];
}

/** An app with everything that comes before its first resource: its plan, graph and packages. */
export class PreparedApp {
  constructor(
    readonly plan: Plan,
    /** By function name. */
    readonly artifacts: Built["artifacts"],
    readonly leftOut: Built["leftOut"],
    /** Remarks that are not silenced: on the spec, the target and the packages. */
    readonly remarks: readonly Remark[],
  ) {}
}

/**
 * Plans an app, and its files, without packaging anything.
 * @param checked The spec in the environment that is planned. Default: that of the deployment.
 * @throws SpecError with every problem.
 */
export function planApp({ spec, directory, similar = [], ...request }: PrepareRequest, checked = spec.deployed): Plan {
  const { adapter } = request;
  return plan({
    ...request,
    checked,
    origin: spec.origin,
    sources: (app) => readSources(withKnownRuntimes(app, checked.problems), { directory, spec, adapter }),
    remarksOn: (graph, deployment) => stackClashes({ spec, adapter, deployment, graph, similar }),
  });
}

/** Leaves out functions whose runtime could not be read: that decides what their files must be. */
function withKnownRuntimes(app: ResolvedApp, problems: readonly Problem[]): ResolvedApp {
  const places = problems.map(({ path }) => formatPath(path.slice(-3)));
  const isKnown = (name: string) => !places.includes(formatPath(["functions", name, "runtime"]));
  if (problems.some(({ path }) => path.at(-2) === "defaults" && path.at(-1) === "runtime"))
    return { ...app, functions: new Map() };
  return { ...app, functions: new Map([...app.functions].filter(([name]) => isKnown(name))) };
}

/**
 * Plans and packages an app.
 * @throws SpecError with every problem of the spec and the target, else of the packages.
 */
export async function prepareApp(request: PrepareRequest): Promise<PreparedApp> {
  const { spec, stack, directory } = request;
  const planned = planApp(request);
  const { artifacts, leftOut, remarks: built } = await buildFunctions({ ...planned, directory, origin: spec.origin });
  const silent = await unused({ spec, stack, plan: planned, built });
  const remarks = distinct([...planned.remarks, ...unsilenced(built, planned.silences), ...silent]);
  return new PreparedApp(planned, artifacts, leftOut, remarks);
}

/**
 * Prepares an app for several places, one after the other.
 * @throws SpecError with every problem of all of them.
 */
export async function prepareAll(requests: readonly PrepareRequest[]): Promise<PreparedApp[]> {
  const prepared: PreparedApp[] = [];
  const refused: SpecError[] = [];
  for (const request of requests) {
    try {
      prepared.push(await prepareApp(request));
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      refused.push(error);
    }
  }
  const [first] = refused;
  if (first === undefined) return prepared;
  throw new SpecError(
    distinct(refused.flatMap(({ problems }) => problems)),
    first.origin,
    distinct(refused.flatMap(({ remarks }) => remarks)),
  );
}

/** Each once: places and environments share most of what is wrong. */
export const distinct = <P extends Problem>(problems: readonly P[]): P[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];
