import { once } from "node:events";
import { Argument, type Command, InvalidArgumentError } from "commander";
import { InternalError } from "../../model/errors.ts";
import { parseDuration } from "../../model/units.ts";
import { offlineClouds } from "../../offline/clouds/index.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";
import { text } from "../options.ts";

/** Clouds that polyfn itself emulates. */
const emulated = Object.entries(offlineClouds).flatMap(([name, { run }]) => (run ? [name] : []));

/** `polyfn offline`: runs a cloud on this machine until it is interrupted. */
export const offline: CommandDeclaration = {
  summary: "Run an emulated cloud on this machine, until Ctrl-C.",
  description:
    "Serves a cloud's API on one port of the loopback interface, for any client of that cloud: polyfn's own deployments, " +
    "the vendor's SDKs and tools in any language. Prints its address, the variables that direct programs to it, and a line " +
    "for each request. Forwards nothing to other networks.\n\n" +
    `Clouds: ${emulated.join(", ")}. Example: polyfn offline ${emulated[0]} --port 4580 --data .cloud`,
  declare(command: Command) {
    command.addArgument(new Argument("<cloud>", "Which cloud.").choices(emulated));
    command.option("--port <port>", "Port; 0 chooses a free one. Default: the cloud's usual one.", parsePort);
    command.option("--data <directory>", "Keep the state there between runs. Default: keep nothing.");
    command.option(
      "--strict",
      "Refuse access keys that were not created there. Default: accept them as the account's own.",
    );
    command.option("--credentials <id:secret>", "Access key of the account itself. Default: offline:offline.");
    command.option(
      "--settle <duration>",
      'For how long services don\'t see what is new in others, as on the real cloud: for example "5s". Default: not at all.',
      parseSettle,
    );
  },
  async run(options, [name = ""], io) {
    const run = offlineClouds[name]?.run;
    if (!run) throw new InternalError(`${name} is listed but cannot run`);
    const port = options.port as number | undefined;
    const settle = options.settle as number | undefined;
    const [data, credentials] = [text(options, "data"), text(options, "credentials")];
    const cloud = await run({
      strict: options.strict === true,
      ...(port !== undefined && { port }),
      ...(data !== undefined && { data }),
      ...(credentials !== undefined && { credentials }),
      ...(settle !== undefined && { settle }),
    });
    const exports = Object.entries(cloud.environment).map(
      ([key, value]) => `export ${key}='${value.replaceAll("'", "'\\''")}'\n`,
    );
    io.out(`${name} answers at ${cloud.url}. To use it with the real hostnames, set:\n\n${exports.join("")}\n`);
    cloud.follow((line) => io.out(`${line}\n`));
    if (!io.signal.aborted) await once(io.signal, "abort");
    await cloud.stop();
    return EXIT.success;
  },
};

function parseSettle(given: string): number {
  const seconds = parseDuration(given);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError('A duration has a unit, as in "5s" or "1m".');
}

function parsePort(given: string): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("The port must be a whole number from 0 to 65535.");
}
