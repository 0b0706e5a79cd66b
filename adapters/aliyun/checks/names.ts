import type { Problem } from "../../../model/errors.ts";
import { type Checked, problem } from "../../shared/problem.ts";
import { imagesName, indexName, physicalName } from "../names.ts";
import { planPlace } from "../plan-values.ts";

/** Tables, their indexes and their images are all tables of one instance. */
export function checkTableNames({ app, deployment }: Checked): Problem[] {
  const owners = new Map<string, string>();
  return [...app.resources.values()].flatMap((resource) => {
    if (resource.kind !== "table" || resource.spec.existing !== undefined) return [];
    const table = physicalName(deployment, resource, planPlace(deployment));
    const names = [
      table,
      ...Object.keys(resource.spec.indexes).map((index) => indexName(table, index)),
      ...(resource.spec.changes ? [imagesName(table)] : []),
    ];
    return names.flatMap((name) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? resource.name);
      if (owner === undefined) return [];
      const message = `It needs a table "${name}" of the deployment's instance, which "${owner}" has already.`;
      return [problem("name-clash", ["resources", resource.name], message, "Rename one of them, or its index.")];
    });
  });
}
