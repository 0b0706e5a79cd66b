import { describe, expect, test } from "vitest";
import type { AppInput } from "../../model/app.ts";
import { formatPath } from "../../model/errors.ts";
import type { FunctionInput } from "../../model/function.ts";
import { checkApp } from "../../model/parse.ts";
import type { ResourceInput } from "../../model/resources/index.ts";
import type { TriggerInput } from "../../model/triggers/index.ts";

/** `path: code` of everything that is wrong. */
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

/** One row: what it shows, the spec, what is found. */
type Row = readonly [title: string, resources: Resources, functions: Functions, found: readonly string[]];

export function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    test.each(table)("%s", (_title, resources, functions, found) => {
      expect(findings({ resources, functions })).toEqual(found);
    });
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
