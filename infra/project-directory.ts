import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The nearest directory with a Pulumi.yaml, from this one upwards, as the engine finds it; undefined without one. */
export async function findProject(from: string): Promise<string | undefined> {
  const found = await access(join(from, "Pulumi.yaml")).then(
    () => true,
    () => false,
  );
  if (found) return from;
  return dirname(from) === from ? undefined : findProject(dirname(from));
}
