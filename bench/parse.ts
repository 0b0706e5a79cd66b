/** The cost of parsing specs: a spec that is four times as large takes four times as long. `npx tsx bench/parse.ts`. */
import process from "node:process";
import { parseApp } from "../model/parse.ts";
import { printGoals } from "./goals.ts";
import { runsOr } from "./measure.ts";

const RUNS = runsOr(9);

/** Functions with two triggers and two permissions each. */
function spec(count: number): object {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const queues = indexes.map((index) => [`q${index}`, { kind: "queue", deadLetter: { queue: "failed" } }]);
  const functions = indexes.map((index) => [
    `f${index}`,
    {
      handler: "f.ts",
      permissions: { [`q${index}`]: ["send"], [`f${(index + 1) % count}`]: ["invoke"] },
      triggers: {
        q: { kind: "queue", queue: `q${index}` },
        h: { kind: "http", api: "site", routes: [`GET /f${index}`] },
      },
    },
  ]);
  const shared = { failed: { kind: "queue" }, site: { kind: "api" } };
  return {
    name: "big",
    resources: { ...Object.fromEntries(queues), ...shared },
    functions: Object.fromEntries(functions),
  };
}

/** Milliseconds of processor time. */
function cost(input: object): number {
  const before = process.cpuUsage();
  parseApp(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const [small, large] = [spec(250), spec(1000)];
cost(small);
const costs = Array.from({ length: RUNS }, () => ({ small: cost(small), large: cost(large) }));
// The least of each: whatever else the machine does only adds to it.
const measured = Math.min(...costs.map((run) => run.large)) / Math.min(...costs.map((run) => run.small));
printGoals([{ what: "parsing 1,000 functions against 250", measured, goal: 5, unit: "x" }]);
