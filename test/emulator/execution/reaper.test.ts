import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { isAlive } from "../../../offline/aliyun/core/exclusive.ts";

const program = fileURLToPath(new URL("../../../offline/aliyun/execution/workers/reaper.mjs", import.meta.url));

function instance() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
  return { pid: child.pid ?? 0, ended: once(child, "exit") };
}

it("ends the instances of a killed emulator and removes its directory", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "polyfn-reaper-"));
  const [left, gone] = [instance(), instance()];
  const reaper = spawn(process.execPath, [program, scratch], { stdio: ["pipe", "ignore", "ignore"] });
  // The system gives identifiers of processes again: one that has ended may be somebody else's by now.
  reaper.stdin.end(`+${left.pid}\n+${gone.pid}\n-${gone.pid}\n`);
  try {
    await Promise.all([left.ended, once(reaper, "exit")]);
    expect(isAlive(left.pid)).toBe(false);
    expect(isAlive(gone.pid)).toBe(true);
    expect(existsSync(scratch)).toBe(false);
  } finally {
    process.kill(gone.pid, "SIGKILL");
  }
});
