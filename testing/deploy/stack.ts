import process from "node:process";
import type { TargetApp } from "./deployed-app.ts";

/** The variable that lets the tests of a run work on a deployed stack. */
const VARIABLE = "POLYFN_TEST_STACK";

/** The cloud's clock may be behind this machine's. */
const CLOCK_TOLERANCE_MS = 5000;

/** The stack that a test is to work on, if any. */
export const stackOf = ({ stack }: { readonly stack?: string }): string | undefined =>
  stack ?? (process.env[VARIABLE] || undefined);

/**
 * The app of a deployed stack, at each of its places.
 * @param spec File of the spec. Default: the stack's own.
 * @throws UserError when there is no such stack, or it was never deployed.
 */
export async function appsOfStack(stack: string, spec: unknown): Promise<readonly TargetApp[]> {
  // biome-ignore lint/style/noRestrictedImports: only this opens a stack, and only tests that name one load it.
  const { openDeployedStack } = await import("../../cli/deployed-stack.ts");
  const quiet = (): void => undefined;
  const io = { cwd: process.cwd(), progress: quiet, err: quiet };
  const since = new Date(Date.now() - CLOCK_TOLERANCE_MS);
  const apps = await openDeployedStack({ stack, ...(typeof spec === "string" && { spec }) }, io);
  return apps.map((app) => ({ ...app, since }));
}
