import { vi } from "vitest";

/** Lines that the function logs, from now until mocks are restored. */
export function captureLog(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    lines.push(JSON.parse(`${line}`));
    return true;
  });
  return lines;
}
