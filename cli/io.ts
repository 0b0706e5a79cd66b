export type { Io } from "../terminal/io.ts";

/** Exit codes of every command. */
export const EXIT = { success: 0, internalError: 1, usageError: 2, failed: 3, interrupted: 130 } as const;
export type ExitCode = number;
