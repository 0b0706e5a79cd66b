import { type Command, InvalidArgumentError } from "commander";
import { offlineClouds } from "../../offline/clouds/index.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type Io } from "../io.ts";
import { text } from "../options.ts";
import type { EngineStack } from "../engine-stack.ts";

const DEFAULT_STACK = "local";

/** `polyfn dev`: the development loop. */
export const dev: CommandDeclaration = {
  summary: "Deploy a stack, then update its functions whenever you save a file.",
  description:
    "Starts the clouds of the stack on this machine, deploys the app, and watches the project until Ctrl-C:\n\n" +
    "  A saved source: the functions that it belongs to get their new code, without a run of the engine.\n" +
    "  A saved spec, stack file or Pulumi program: the engine deploys the change in the background.\n" +
    "  A source that does not build, or a spec with problems: the problems are shown and the old code goes on.\n" +
    "  Types: with a tsconfig.json and typescript in the project, tsc checks them in its own process.\n" +
    "  Logs: what all functions write, line by line.\n\n" +
    "At the end each function gets the code back that the engine deployed, so that the state is true; `polyfn up` deploys " +
    "what you have. Servers that the command started are stopped, and those that ran before are left. A real stack is " +
    "only worked on after a question, or with --yes.\n\n" +
    `--inspect lets a debugger attach to a function on a cloud of this machine, with the lines of your sources: ${debuggable()} ` +
    "Other servers and real clouds cannot be debugged.\n\n" +
    "Examples:\n" +
    "  polyfn dev\n" +
    "  polyfn dev --inspect thumbnail\n" +
    "  polyfn dev --stack staging --yes\n" +
    "  polyfn dev --json",
  declare(command: Command) {
    command.option("-s, --stack <stack>", "The stack: the <stack> in Pulumi.<stack>.yaml.", DEFAULT_STACK);
    command.option("-y, --yes", "Do not ask before working on a real stack.");
    command.option(
      "--inspect <function>",
      "Let this Node.js function listen for a debugger, on the clouds of this machine. Repeatable.",
      (name: string, names: readonly string[] = []) => [...names, name],
    );
    command.option(
      "--inspect-port <port>",
      "Port of 127.0.0.1 for the first debugger; each further one takes the next.",
      portOf,
      9229,
    );
    command.option("--json", "Print each event as one line of JSON.");
  },
  async run(options, _args, io) {
    const { join } = await import("node:path");
    const { openSession, placesOf } = await import("../session.ts");
    const { openEngineStack } = await import("../engine-stack.ts");
    const { DEV_PACKAGES } = await import("../../infra/dev/program.ts");
    const { runDev } = await import("../dev/run.ts");
    const { shown } = await import("../dev/show.ts");
    const name = text(options, "stack") ?? DEFAULT_STACK;
    const session = await openSession({ stack: name }, io);
    const notes = join(session.loaded.directory, ".polyfn", "dev", `${encodeURIComponent(name)}.packages`);
    const stack = await openEngineStack(name, io, { [DEV_PACKAGES]: notes });
    try {
      if (!(await isAllowed(stack, name, options.yes === true, io))) return EXIT.success;
      await stack.createIfMissing();
      const places = placesOf(session, undefined).length;
      await runDev({
        ...{ name, notes, stack, session, io },
        inspect: { functions: (options.inspect ?? []) as readonly string[], port: Number(options.inspectPort) },
        report: (report) => {
          const line = options.json === true ? JSON.stringify(report) : shown(report, { colour: io.colour, places });
          if (line !== undefined) io.out(`${line}\n`);
        },
      });
      return EXIT.success;
    } finally {
      await stopStarted(stack);
    }
  },
};

/** The functions that can be debugged, and the state of the others meanwhile. */
function debuggable(): string {
  return Object.values(offlineClouds)
    .flatMap(({ server: { title, debugging } }) => (debugging ? [`on ${title}, ${debugging.note}`] : []))
    .join(" ");
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError("It must be a number from 1 to 65535.");
}

/** A stack on this machine needs no question. */
async function isAllowed({ addresses }: EngineStack, name: string, yes: boolean, io: Io): Promise<boolean> {
  if (yes || Object.keys(addresses).length > 0) return true;
  const { UserError } = await import("../../model/errors.ts");
  if (!io.interactive) {
    throw new UserError(
      `The stack "${name}" is not on this machine, and polyfn cannot ask for confirmation without a terminal.`,
      "Give --yes to deploy to it and to replace its functions' code.",
    );
  }
  return io.prompts.confirm(`Deploy to the stack "${name}", and replace its functions' code whenever you save a file?`);
}

async function stopStarted({ started, addresses }: EngineStack): Promise<void> {
  const { stopEndpoint } = await import("../../offline/endpoint/index.ts");
  for (const target of started) {
    const cloud = offlineClouds[target];
    if (cloud !== undefined) await stopEndpoint(cloud.server, addresses[target]);
  }
}
