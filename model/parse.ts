import { type AppSpec, appSchema } from "./app.ts";
import { SpecError } from "./errors.ts";
import { mergePatch } from "./merge-patch.ts";
import { type ResolvedApp, resolve } from "./resolve.ts";

export interface ParseOptions {
  /** Which entry of `environments` to apply, usually the stack's name. One that the spec does not list changes nothing. */
  readonly environment?: string | undefined;
  /** A last merge patch of the spec, from the stack's configuration. */
  readonly overrides?: unknown;
  /** What the paths in the report are relative to, usually the spec's file name. Default "spec". */
  readonly origin?: string | undefined;
}

/**
 * Checks a spec and decides everything about it that does not depend on the target.
 * @throws SpecError with every problem of the spec, in one report.
 */
export function parseApp(input: unknown, options: ParseOptions = {}): ResolvedApp {
  const environments =
    typeof input === "object" && input !== null && "environments" in input
      ? (input.environments as Record<string, unknown>)
      : {};
  const patched = mergePatch(
    mergePatch(input, environments?.[options.environment ?? ""] ?? {}),
    options.overrides ?? {},
  );
  const parsed = appSchema.safeParse(patched);
  if (!parsed.success) {
    throw new SpecError(
      parsed.error.issues.map((issue) => ({
        code: issue.code,
        path: issue.path.map((part) => (typeof part === "number" ? part : String(part))),
        message: issue.message,
        remedy: "Correct the value.",
      })),
      options.origin,
    );
  }
  const app: AppSpec = parsed.data;
  return resolve(app);
}
