import { Argument, type Command } from "commander";
import { allFlags, flagName } from "../../infra/operate/events/generate.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { option } from "../options.ts";

type Options = Readonly<Record<string, unknown>>;

/** Options of `record`, by their attributes; all others are those of `generate`. */
const RECORD = ["stack", "since", "follow", "count", "out", "target", "region", "spec"] as const;

/** `polyfn events`: events to test handlers with. */
export const events: CommandDeclaration = {
  summary: "Generate an event of a trigger, or record real ones.",
  description:
    "generate KIND prints an event of a kind of trigger as JSON: what the handler's method of that kind receives, to keep as " +
    "test data. With --raw, what a cloud sends to the function instead, for `polyfn invoke`. Needs no spec, network or " +
    "credentials. The same --id and --time give the same event.\n\n" +
    "record FUNCTION.TRIGGER writes the events that a deployed function got from a trigger into files, with their secrets " +
    "redacted. The function must have `recordEvents: true` in the spec. Takes the events of the last ten minutes, or those " +
    "since --since; with --follow also new ones, until Ctrl-C or --count events.\n\n" +
    "Examples: polyfn events generate bucket --key in/beach.png; polyfn events generate queue --body '{\"id\":1}' > job.json; " +
    "polyfn events record worker.onJob -s staging --since 1h",
  declare(command: Command) {
    command.addArgument(new Argument("<action>", "What to do.").choices(["generate", "record"]));
    command.argument(
      "<kind-or-trigger>",
      "generate: the kind, for example queue. record: FUNCTION.TRIGGER in the spec.",
    );
    command.option("--raw <target>", "generate: print the payload of this target's cloud instead.");
    for (const { name, value, description } of allFlags()) command.option(`--${flagName(name)} ${value}`, description);
    command.option("-s, --stack <stack>", "record: the stack: the <stack> in Pulumi.<stack>.yaml.");
    command.option("--since <time>", "record: a duration such as 1h, or a time. Default: 10m.");
    command.option("-f, --follow", "record: go on with new events, until Ctrl-C.");
    command.option("--count <number>", "record: end after so many events.");
    command.option("--out <directory>", "record: where to write. Default: test/events/FUNCTION.TRIGGER.");
    option.places(command);
    option.spec(command);
    command.option("--json", "generate: print JSON, as without it. record: print an object for each file.");
  },
  async run(options, [action, name = ""], io) {
    return action === "record" ? record(name, options, io) : generate(name, options, io);
  },
};

async function generate(kind: string, { raw: target, json: _, ...options }: Options, io: Io): Promise<ExitCode> {
  const { generateEvent, payloadOf } = await import("../../infra/operate/events/generate.ts");
  const { writeEvent } = await import("../../infra/operate/events/json.ts");
  const generated = generateEvent(kind, options as Readonly<Record<string, string>>);
  if (typeof target === "string") {
    const { addAdapters, adapterFor } = await import("../../infra/targets.ts");
    await addAdapters(io.cwd);
    io.out(`${JSON.stringify(await payloadOf(generated, await adapterFor(target)), undefined, 2)}\n`);
  } else io.out(await writeEvent(generated.kind, generated.event as never));
  return EXIT.success;
}

async function record(name: string, { json, ...options }: Options, io: Io): Promise<ExitCode> {
  const { UserError } = await import("../../model/errors.ts");
  const other = Object.keys(options).find((one) => !RECORD.some((own) => own === one));
  if (other !== undefined) {
    throw new UserError(
      `polyfn events record takes no --${flagName(other)}.`,
      "It records real events. To make one from options: polyfn events generate.",
    );
  }
  if (options.stack === undefined) {
    throw new UserError("polyfn events record reads from a deployed stack.", "Give its name with --stack.");
  }
  const { recordEvents } = await import("../record-events.ts");
  return recordEvents(name, { ...options, json }, io);
}
