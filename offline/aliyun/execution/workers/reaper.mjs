/**
 * Outlives the emulator by a moment: told on standard input which process groups run (`+<id>`) and which have ended
 * (`-<id>`), it ends those that are left when that input ends, and removes the directory of the run. An emulator that is
 * killed can do neither itself. Plain JavaScript, because it is a program of its own.
 */
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

const [scratch] = process.argv.slice(2);
const groups = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line.slice(1));
  if (line.startsWith("+")) groups.add(group);
  else groups.delete(group);
}
for (const group of groups) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}
rmSync(scratch, { recursive: true, force: true });
