import type { Adapter, Deployment } from "../adapters/contract.ts";
import { PlannedGraph } from "../adapters/graph/planned-graph.ts";
import { type CheckedSpec, inEnvironment } from "../model/checked-spec.ts";
import { formatPath } from "../model/errors.ts";
import type { Remark } from "../model/remarks.ts";
import { resolve } from "../model/resolve.ts";
import type { Path } from "../model/schema/schema-walk.ts";
import { deploymentName, deploymentOf, environmentOf } from "./deployment.ts";
import { type Lowered, lower } from "./graph/lower.ts";
import { surroundings, withoutPackages } from "./graph/planned.ts";
import type { NamedStack } from "./stack-file.ts";

export interface ClashRequest {
  readonly spec: CheckedSpec;
  readonly adapter: Adapter;
  readonly deployment: Deployment;
  readonly graph: Lowered;
  /** From {@link similarStacks}. */
  readonly similar: readonly NamedStack[];
}

/**
 * Native resources that another stack of the project would have under the same name. A name is made of app, stack and
 * part with hyphens between them, so function `eu-web` of stack `prod` and function `web` of stack `prod-eu` share one.
 * Stacks of other regions, targets or servers are no matter; whether two stacks share an account is not known here.
 */
export function stackClashes({ spec, adapter, deployment, graph, similar }: ClashRequest): Remark[] {
  return similar.flatMap((other) => {
    const theirs = deploymentIn(other, spec, adapter, deployment);
    const checked = inEnvironment(spec, environmentOf(other.stack, other.environment));
    if (theirs === undefined || checked.problems.length > 0) return [];
    const [longer = ""] = [deployment.prefix, theirs.prefix].sort((a, b) => b.length - a.length);
    const owners = namesIn(lower({ app: resolve(checked.app), adapter, deployment: theirs }), adapter, theirs, longer);
    return [...namesIn(graph, adapter, deployment, longer)].flatMap(([key, { type, name, path }]) => {
      const owner = owners.get(key);
      if (owner === undefined) return [];
      return [
        {
          code: "stack-clash" as const,
          path,
          message: `Its ${type} is "${name}" on ${adapter.rules.cloud}, like that of ${formatPath(owner.path)} in the stack "${other.stack}".`,
          remedy:
            "Rename one of the two parts or stacks, or silence this remark if the stacks are in different accounts.",
        },
      ];
    });
  });
}

/** Another stack's deployment to the same place. */
function deploymentIn(
  { stack, places }: NamedStack,
  { deployed }: CheckedSpec,
  adapter: Adapter,
  own: Deployment,
): Deployment | undefined {
  const app = deployed.app.name;
  const place = places.find(
    ({ target, region, settings }) =>
      target === adapter.name &&
      deploymentName(app, adapter, region) === deploymentName(app, adapter, own.region) &&
      adapter.loopback?.(settings) === adapter.loopback?.(own.settings),
  );
  return place && deploymentOf({ app, stack, adapter, region: place.region, settings: place.settings });
}

interface Named {
  readonly type: string;
  readonly name: string;
  readonly path: Path;
}

/** The resources whose name in the cloud begins with a prefix, by type and identity. */
function namesIn(graph: Lowered, adapter: Adapter, deployment: Deployment, prefix: string): Map<string, Named> {
  const values = adapter.lowering.planValues(deployment);
  const planned = new PlannedGraph(graph, surroundings({ values, packages: withoutPackages }));
  const named = Object.entries(adapter.rules.identities ?? {}).flatMap(([type, inputs]) =>
    planned.ofType<Readonly<Record<string, unknown>>>(type).flatMap(({ node, inputs: given }): [string, Named][] => {
      const identity = inputs.map((input) => given[input]);
      const name = identity.find((part) => typeof part === "string" && part.startsWith(`${prefix}-`));
      return typeof name === "string" ? [[JSON.stringify([type, identity]), { type, name, path: node.path }]] : [];
    }),
  );
  return new Map(named);
}
