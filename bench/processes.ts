/** Processor time and memory of processes, from /proc: these benchmarks need Linux. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second, the same on all of today's Linux systems. */
const TICKS = 100;

export interface Usage {
  /** Processor seconds of all processes. */
  readonly cpu: number;
  /** Seconds by the clock. */
  readonly wall: number;
  /** Most bytes that all processes held together. */
  readonly memory: number;
}

interface ProcessState {
  readonly parent: number;
  readonly cpu: number;
  /** Processor seconds of its children that ended. */
  readonly ended: number;
  readonly memory: number;
}

function stateOf(pid: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may contain spaces and brackets; after it come state, parent, ... and, as fields 14 to 17 and 24, times and pages.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, pages = 0] = [fields[1], fields[21]];
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, cpu: (user + system) / TICKS, ended: (endedUser + endedSystem) / TICKS, memory: pages * 4096 };
  } catch {
    return undefined;
  }
}

/** A process and all that it started, by their ids. */
export function processTree(root: number): ReadonlyMap<number, ProcessState> {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const all = new Map(pids.flatMap((pid) => [[pid, stateOf(pid)] as const]));
  const tree = new Map<number, ProcessState>();
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const state = all.get(pid);
    if (state === undefined) continue;
    tree.set(pid, state);
    for (const [child, of] of all) if (of?.parent === pid) open.push(child);
  }
  return tree;
}

/** Runs a command and prints, on its third stream, the processor time of all processes that it and its children waited for. */
const TIMED = '"$0" "$@"; code=$?; times >&3; exit $code';

/** Seconds in what the shell's `times` prints: its own times and, on the second line, those of its children: "0m1.250s 0m0.100s". */
function timesIn(printed: string): number {
  const found = [...(printed.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/**
 * Runs a command and measures all its processes. Their time is what the system counted for those that were waited for; for
 * others, such as the bundler's, it is what was last seen of them, which is less by up to 20 ms each.
 * @throws Error with what it printed when it fails.
 */
export function measureCommand(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Usage> {
  const start = performance.now();
  const child = spawn("/bin/sh", ["-c", TIMED, command, ...args], {
    ...options,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let times = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    times += chunk.toString();
  });
  let printed = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4000);
  });
  child.stdout?.resume();
  const cpu = new Map<number, number>();
  let memory = 0;
  const sample = (): void => {
    if (child.pid === undefined) return;
    let held = 0;
    for (const [pid, state] of processTree(child.pid)) {
      cpu.set(pid, state.cpu);
      held += state.memory;
    }
    memory = Math.max(memory, held);
  };
  const timer = setInterval(sample, 20);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearInterval(timer);
      const seen = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
      if (code === 0)
        resolve({ cpu: Math.max(seen, timesIn(times)), wall: (performance.now() - start) / 1000, memory });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${printed}`));
    });
  });
}
