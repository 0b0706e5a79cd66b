import { describe, expect, test } from "vitest";
import type { AppInput } from "../../model/app.ts";
import { formatPath } from "../../model/errors.ts";
import type { FunctionInput } from "../../model/function.ts";
import { checkApp } from "../../model/parse.ts";
import type { ResourceInput } from "../../model/resources/index.ts";
import type { TriggerInput } from "../../model/triggers/index.ts";

/** `path: code` of each problem. */
export function findings(spec: Omit<AppInput, "name">): string[] {
  return checkApp({ name: "app", ...spec }).problems.map(({ path, code }) => `${formatPath(path)}: ${code}`);
}

export type Functions = Record<string, FunctionInput>;
export type Resources = Record<string, ResourceInput>;

export const fn = (triggers: Record<string, TriggerInput> = {}, rest: Partial<FunctionInput> = {}): FunctionInput => ({
  handler: "f.ts",
  triggers,
  ...rest,
});

/** One row: a noun phrase for the case, the spec, and the expected problems as `path: code`. */
type Row = readonly [title: string, resources: Resources, functions: Functions, found: readonly string[]];

/** One test for each row: the spec is refused with exactly the expected problems, or accepted when there are none. */
export function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    for (const [title, resources, functions, found] of table) {
      test(`${found.length > 0 ? "refuses" : "accepts"} ${title}`, () => {
        expect(findings({ resources, functions })).toEqual(found);
      });
    }
  });
}

export const queue: ResourceInput = { kind: "queue" };
export const bucket: ResourceInput = { kind: "bucket" };
export const topic: ResourceInput = { kind: "topic" };
export const stream: ResourceInput = { kind: "stream" };
export const api: ResourceInput = { kind: "api" };
export const table: ResourceInput = { kind: "table", key: { partition: { name: "id" } }, changes: true };

/** A function that reads the queue `q`. */
export const reader = (timeout?: "30s" | "31s"): FunctionInput => fn({ q: { kind: "queue", queue: "q" } }, { timeout });
