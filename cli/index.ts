import process from "node:process";
import { Command, CommanderError } from "commander";
import { VERSION } from "../infra/packages.ts";
import { FailedError, InterruptedError, SpecError, UserError } from "../model/errors.ts";
import { type CommandName, commands } from "./commands/index.ts";
import { EXIT, type ExitCode, type Io } from "./io.ts";
import { report } from "./report.ts";

/** Runs `polyfn` with these arguments and returns the exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.success;
  const done = (result: ExitCode): void => {
    code = result;
  };
  try {
    if (argv[0] === COMPLETION_SERVER) return await complete(io);
    await (await program(argv, io, done)).parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usageError;
    io.err(report(error, io.errorColour));
    return exitCode(error);
  }
}

/** With this argument the script of `polyfn completion` asks for the words at the cursor. */
const COMPLETION_SERVER = "completion-server";

async function complete({ cwd, out }: Io): Promise<ExitCode> {
  const { candidates, completionOf } = await import("./completion.ts");
  const words = await candidates(completionOf(process.env), commands, cwd);
  out(words.map((word) => `${word}\n`).join(""));
  return EXIT.success;
}

function exitCode(error: unknown): ExitCode {
  if (error instanceof UserError) return EXIT.usageError;
  if (error instanceof FailedError) return EXIT.failed;
  return error instanceof InterruptedError ? EXIT.interrupted : EXIT.internalError;
}

/** The whole command line. Loads only the requested command; for help, all of them. */
async function program(argv: readonly string[], io: Io, done: (code: ExitCode) => void): Promise<Command> {
  const root = new Command("polyfn")
    .description("Deploys serverless functions to several clouds from one spec, through Pulumi.")
    .version(VERSION, "-V, --version", "Print the version.")
    .helpOption("-h, --help", "Print help.")
    .helpCommand("help [command]", "Print help for a command.")
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.errorColour,
    });
  const asked = Object.keys(commands).find((name) => name === argv[0]);
  const names = asked === undefined ? Object.keys(commands) : [asked];
  for (const name of names) await add(root, name as CommandName, io, done);
  return root;
}

async function add(root: Command, name: CommandName, io: Io, done: (code: ExitCode) => void): Promise<void> {
  const declaration = await commands[name]();
  const command = root
    .command(name)
    .summary(declaration.summary)
    .description(declaration.description)
    .helpOption("-h, --help", "Print help.")
    .showHelpAfterError("(polyfn --help lists the options)");
  declaration.declare(command);
  command.action(async () => {
    try {
      done(await declaration.run(command.opts(), command.args, io));
    } catch (error) {
      if (!(error instanceof SpecError) || command.opts().json !== true) throw error;
      const { problems, remarks } = error;
      io.out(`${JSON.stringify({ problems, remarks }, undefined, 2)}\n`);
      done(EXIT.usageError);
    }
  });
}
