import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Demo } from "../../../offline/drivers/demo.ts";
import { demos } from "../../../offline/drivers/triggers/index.ts";
import type { Outcome } from "../../../offline/engine/events.ts";
import type { OfflineStack } from "../../../offline/engine/stack.ts";
import type { Project } from "./project.ts";

/** Every demonstration of the example: the trigger's kind, its name in the spec, and the function that fires it. */
export const everyDemo: readonly (readonly [kind: string, trigger: string, demo: Demo])[] = Object.entries(
  demos,
).flatMap(([kind, list]) => list.map((demo) => [kind, `${demo.function}.${demo.trigger}`, demo] as const));

/** Fails unless the list contains the functions of the example and a role for each. */
export function expectWholeExample(there: readonly string[]): void {
  expect(there.filter((entry) => entry.startsWith("function "))).toHaveLength(12);
  expect(there.filter((entry) => entry.startsWith("role ")).length).toBeGreaterThanOrEqual(12);
}

/** The outcomes of a deployment when one handler changes, and when it is restored. */
export async function changeOneHandler(
  project: Project,
  stack: OfflineStack,
): Promise<{ changed: Outcome; back: Outcome }> {
  const file = "functions/alert.ts";
  const before = await readFile(join(project.directory, file), "utf8");
  await project.write(file, `${before}\nconsole.log("a new line of code");\n`);
  const changed = await stack.up();
  await project.write(file, before);
  return { changed, back: await stack.up() };
}
