import pc from "picocolors";
import type { DevReport, FunctionName } from "../../infra/dev/report.ts";
import { formatMessage } from "../log-format.ts";

/** Lines for people; undefined for a report that has none. */
export function shown(report: DevReport, { colour, places }: { colour: boolean; places: number }): string | undefined {
  const paint = pc.createColors(colour);
  const nameOf = ({ function: fn, place }: FunctionName): string => (places > 1 ? `${fn} (${place})` : fn);
  switch (report.event) {
    case "deploying":
      return paint.dim("deploying");
    case "deployed":
      return deployed(report.changes, paint);
    case "deploy-failed":
      return [paint.red("the deployment failed; what ran before goes on"), ...report.messages.map(indented)].join("\n");
    case "swapped":
      return `${paint.green(nameOf(report))} answers with its new code after ${report.ms} ms`;
    case "swap-failed":
      return `${paint.red(nameOf(report))} keeps its old code: ${report.message}`;
    case "broken":
      return [`${paint.red(nameOf(report))} does not build; the old code keeps serving`, indented(report.message)].join(
        "\n",
      );
    case "types":
      return report.errors.length === 0
        ? paint.dim("no type errors")
        : [paint.yellow(counted(report.errors.length, "type error")), ...report.errors.map(indented)].join("\n");
    case "log":
      return `${paint.cyan(nameOf(report))} | ${formatMessage({ ...report, message: report.text }, paint)}`;
    case "log-failed":
      return paint.yellow(`The log of ${nameOf(report)} cannot be read: ${report.message}`);
    case "inspect-failed":
      return paint.yellow(`${nameOf(report)} cannot be debugged: ${report.message}`);
    case "restored":
      return `${nameOf(report)} runs its deployed code again`;
    case "inspecting":
      return [
        `${paint.green(nameOf(report))} listens for a debugger on 127.0.0.1:${report.port} from its next call on`,
        "VS Code attaches with this configuration in .vscode/launch.json:",
        indented(JSON.stringify(report.configuration, undefined, 2)),
      ].join("\n");
    case "ready":
      return undefined;
  }
}

function deployed(
  changes: Extract<DevReport, { event: "deployed" }>["changes"],
  paint: ReturnType<typeof pc.createColors>,
) {
  if (changes.length === 0) return paint.green("deployed; nothing changed");
  const lines = changes.map(({ operation, type, name }) => `  ${operation} ${name} ${paint.dim(type)}`);
  return [paint.green(`deployed; ${counted(changes.length, "change")}`), ...lines].join("\n");
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
