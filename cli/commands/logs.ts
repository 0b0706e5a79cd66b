import { type Command, Option } from "commander";
import type { LogLevel } from "../../adapters/operate.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";
import { option, text } from "../options.ts";

const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];

/** `polyfn logs`: what deployed functions wrote. */
export const logs: CommandDeclaration = {
  summary: "Show the logs of deployed functions.",
  description:
    "Shows the lines of all functions, or of those named, on every target of the stack in the order of their times. JSON " +
    "lines are shown as level, message and fields. --json prints an object a line.\n\n" +
    "Examples: polyfn logs -s local; polyfn logs thumbnail -s prod --follow --level error; polyfn logs -s prod --since 2h --filter timeout",
  declare(command: Command) {
    command.argument("[function...]", "Names of functions in the spec. Default: all.");
    command.option("-f, --follow", "Go on with new lines, until Ctrl-C.");
    command.option("--since <time>", "A duration such as 10m, or a time such as 2026-01-31T08:00:00Z.", "10m");
    command.option("--filter <words>", "Only lines that contain all of these words.");
    command.addOption(
      new Option("--level <level>", "Only lines of this level or above; lines without a level count as info.").choices(
        LEVELS,
      ),
    );
    command.option("--request-id <id>", "Only lines of this call.");
    option.deployed(command);
    option.places(command);
    option.spec(command);
    command.option("--json", "Print each line as a JSON object.");
  },
  async run(options, names, io) {
    const { createColors } = await import("picocolors");
    const { openDeployedStack } = await import("../deployed-stack.ts");
    const { timeIn } = await import("../input.ts");
    const { formatEntry } = await import("../log-format.ts");
    const { readLogs } = await import("../../infra/operate/logs/read-logs.ts");
    const since = timeIn(text(options, "since") ?? "", "--since");
    const [filter, requestId] = [text(options, "filter"), text(options, "requestId")];
    const query = {
      since,
      level: text(options, "level") as LogLevel | undefined,
      ...(filter !== undefined && { filter }),
      ...(requestId !== undefined && { requestId }),
    };
    const apps = await openDeployedStack(options, io);
    // Until the signal is read, Ctrl-C ends the process.
    const follow = options.follow === true ? io.signal : undefined;
    const c = createColors(io.colour);
    let count = 0;
    for await (const entry of readLogs(apps, names, { ...query, follow })) {
      count += 1;
      io.out(`${options.json === true ? JSON.stringify(entry) : formatEntry(entry, c, apps.length > 1)}\n`);
    }
    if (follow !== undefined) return EXIT.interrupted;
    if (count === 0) io.err(`No lines since ${since.toISOString()}.\n`);
    return EXIT.success;
  },
};
