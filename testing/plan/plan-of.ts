import type { Planned } from "../../adapters/contract.ts";
import { Evaluation } from "../../adapters/graph/evaluation.ts";
import { PlannedGraph } from "../../adapters/graph/planned-graph.ts";
import type { Statement } from "../../adapters/shared/statements.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import { type PlannedResource, plannedResources, surroundings, withoutPackages } from "../../infra/graph/planned.ts";
import type { Plan } from "../../infra/plan.ts";
import { planApp } from "../../infra/prepare.ts";
import { adapterFor } from "../../infra/targets.ts";
import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { Remark } from "../../model/remarks.ts";
import { readSpec, type SpecOptions, type SpecSource, TEST_STACK } from "../spec.ts";

export type { PlannedResource } from "../../infra/graph/planned.ts";

/** The target and the name of a plan. */
export interface PlanOptions extends SpecOptions {
  /** Region. Default: the target's. */
  readonly region?: string;
  /** Part of physical names, `<app>-<stack>`. Default "test". */
  readonly stack?: string;
  /** The target's settings, as in `polyfn:settings` of a stack's file. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Actions that a function's role allows on resources, both with the cloud's own wildcards. */
export interface AllowedActions {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** True where the statement holds only under conditions, which a plan does not evaluate. */
  readonly conditional: boolean;
}

/**
 * The plan of a spec: the native resources that a deployment would create, with plan values for what only the cloud
 * knows, and what each function is allowed.
 */
export class AppPlan {
  /** Sorted by name. Secrets are "[secret]". Packages are placeholders: a plan builds none. */
  readonly resources: readonly PlannedResource[];
  /** Name of the target. */
  readonly target: string;
  /** Remarks that are not silenced, on settings that are allowed and probably wrong. */
  readonly remarks: readonly Remark[];
  readonly #plan: Plan;
  readonly #evaluation: Evaluation;
  readonly #planned: Planned;

  /** @internal */
  constructor(plan: Plan) {
    const { app, adapter, deployment, graph } = plan;
    const values = adapter.lowering.planValues(deployment);
    const around = surroundings({ values, packages: withoutPackages });
    const provider = adapter.lowering.provider(deployment);
    this.#plan = plan;
    this.#evaluation = new Evaluation(graph, around);
    this.#planned = { app, deployment, graph: new PlannedGraph(graph, around) };
    this.target = adapter.name;
    this.remarks = plan.remarks;
    this.resources = plannedResources(graph, { values, provider, packages: withoutPackages });
  }

  /**
   * The statements of a function's own role.
   * @param fn Its name in the spec.
   * @throws UserError for a function that the spec does not have, and on a target whose policies cannot be read.
   */
  permissions(fn: string): readonly AllowedActions[] {
    const { app, adapter } = this.#plan;
    if (!app.functions.has(fn)) throw unknownFunction(fn, [...app.functions.keys()]);
    if (adapter.permissions === undefined) {
      throw new UserError(
        `The adapter of the target "${adapter.name}" does not say what a function's role allows.`,
        "Test this permission in an integration test, or add `permissions` to the adapter.",
      );
    }
    return adapter.permissions(this.#planned, fn).map(allowedActions);
  }

  /**
   * The cloud's full identifier (an ARN) of a resource or function of the spec; undefined for another name.
   * @param name Its name in the spec.
   */
  identifier(name: string): string | undefined {
    const handle = this.#plan.graph.handles.get(name);
    return handle && String(this.#evaluation.value(handle.id));
  }

  /**
   * The identifier of a resource that an assertion names; undefined for the cloud's own identifiers, and `*`.
   * @throws UserError for another name: an assertion that something is not allowed would hold for every misspelt one.
   */
  named(resource: string): string | undefined {
    const own = this.identifier(resource);
    if (own !== undefined || resource.includes(":") || resource === "*") return own;
    const known = [...this.#plan.graph.handles.keys()];
    const meant = nearest(resource, known);
    throw new UserError(
      `The spec has no resource "${resource}", and it is no identifier of the cloud.`,
      `${meant === undefined ? "" : `Did you mean "${meant}"? `}The spec has ${known.join(", ")}.`,
    );
  }
}

const allowedActions = ({ Action, Resource, Condition }: Statement): AllowedActions => ({
  actions: [Action].flat(),
  resources: [Resource].flat(),
  conditional: Condition !== undefined,
});

function unknownFunction(fn: string, known: readonly string[]): UserError {
  const meant = nearest(fn, known);
  const names = `The spec has ${known.join(", ")}.`;
  return new UserError(
    `The spec has no function "${fn}".`,
    meant === undefined ? names : `Did you mean "${meant}"? ${names}`,
  );
}

/**
 * Plans a spec on a target in this process: no engine, network, account or package is needed.
 * @param spec The spec, or the path of its file.
 * @param target Name of the target, which may be that of an adapter of your own.
 * @throws SpecError with every problem that `polyfn check` reports; UserError for an unknown target.
 */
export async function planOf<App>(spec: SpecSource<App>, target: string, options: PlanOptions = {}): Promise<AppPlan> {
  const { stack = TEST_STACK, region, settings } = options;
  const { spec: checked, directory } = await readSpec(spec, options, stack);
  const adapter = await adapterFor(target);
  const plan = planApp({
    spec: checked,
    adapter,
    stack,
    directory,
    deployment: (app) => deploymentOf({ app, stack, adapter, region, settings }),
  });
  return new AppPlan(plan);
}
