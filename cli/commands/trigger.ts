import type { Command } from "commander";
import type { DeployedApp } from "../../infra/operate/deployed-app.ts";
import type { Fired, FireInput } from "../../infra/operate/fire/index.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type Io } from "../io.ts";
import { option, text } from "../options.ts";

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

/** `polyfn trigger`: gives a trigger's source what a user or service would give it. */
export const trigger: CommandDeclaration = {
  summary: "Fire a trigger of a deployed function.",
  description:
    "Puts a real object, message, record, row or event, or sends a real request, on each target of the stack. What you do " +
    "not give is generated, so that it matches the trigger's filter. With an event in a file, the source gets once more " +
    "what caused it. Prints the response of a request; exits with 3 when it is an error.\n\n" +
    "Examples: polyfn trigger thumbnail.onUpload -s local --key in/beach.png --file beach.png; " +
    "polyfn trigger worker.onJob -s local job.json",
  declare(command: Command) {
    command.argument(
      "<trigger>",
      "Names in the spec, as FUNCTION.TRIGGER. The trigger's may be left out where there is one.",
    );
    command.argument(
      "[event]",
      "File with an event, as `polyfn events generate` and `record` write it; - for standard input.",
    );
    command.option(
      "--body <text>",
      "Content: of an object, message, record or request; JSON of a row or of an event's data.",
    );
    command.option("--file <file>", "The same from a file; - for standard input.");
    command.option("--key <key>", "Key of the object, or partition key of the record.");
    command.option(
      "--content-type <type>",
      "Media type of the object or request. Default: JSON's, where the body is JSON.",
    );
    command.option("--header <header>", "Header of the request, as 'name: value'; may be repeated.", collect);
    command.option(
      "--attribute <attribute>",
      "Attribute of the topic's message, as name=value; may be repeated.",
      collect,
    );
    command.option("--method <method>", "Method of the request. Default: the first route's.");
    command.option(
      "--path <path>",
      "Path and query of the request. Default: the first route's, with made-up parameters.",
    );
    command.option("--source <source>", "Source of the bus's event. Default: the first in the pattern.");
    command.option("--type <type>", "Type of the bus's event. Default: the first in the pattern.");
    command.option("--group <group>", "Message group, of a FIFO queue.");
    command.option("--remove", "Delete the object or row.");
    command.option("--time <time>", "When the schedule is due: a time, or a duration ago. Default: now.");
    option.deployed(command);
    option.places(command);
    option.spec(command);
    option.json(command);
  },
  async run(options, [name = "", event], io) {
    const { everywhere, openDeployedStack, placeOf, reported } = await import("../deployed-stack.ts");
    const { fireTrigger, replayEvent } = await import("../../infra/operate/fire/index.ts");
    const { readInput } = await import("../input.ts");
    const { triggerNames } = await import("../trigger-names.ts");
    const input = await inputOf(options, event, io);
    const json = event === undefined ? undefined : (await readInput(event, io)).toString("utf8");
    const apps = await openDeployedStack(options, io);
    const fire = async (app: DeployedApp): Promise<{ app: DeployedApp; fired: readonly Fired[] }> => {
      const [fn, trigger] = triggerNames(name, app.app);
      const fired =
        json === undefined
          ? [await fireTrigger(app, fn, trigger, input)]
          : await replayEvent(app, fn, trigger, json, input.headers);
      return { app, fired };
    };
    const { done, refused } = await reported(io, `firing ${name}`, () => everywhere(apps, fire));
    const all = done.flatMap(({ app, fired }) => fired.map((one) => ({ ...placeOf(app), ...asJson(one) })));
    if (options.json === true) {
      if (refused === undefined || all.length > 0) io.out(`${JSON.stringify(all, undefined, 2)}\n`);
    } else for (const { app, fired } of done) for (const one of fired) await show(app, one, io, apps.length > 1);
    if (refused !== undefined) throw refused;
    return all.some(({ response }) => response !== undefined && response.status >= 400) ? EXIT.failed : EXIT.success;
  },
};

async function inputOf(
  options: Readonly<Record<string, unknown>>,
  event: string | undefined,
  io: Io,
): Promise<FireInput> {
  const { UserError } = await import("../../model/errors.ts");
  const { entriesIn, readInput, timeIn } = await import("../input.ts");
  const file = text(options, "file");
  if (file !== undefined && options.body !== undefined) {
    throw new UserError("--body and --file are both given.", "Give one of them.");
  }
  const body = file === undefined ? text(options, "body") : await readInput(file, io);
  const time = text(options, "time");
  const texts = ["key", "contentType", "method", "path", "source", "type", "group"] as const;
  const input: FireInput | Record<string, unknown> = {
    ...Object.fromEntries(texts.map((name) => [name, text(options, name)])),
    body,
    time: time === undefined ? undefined : timeIn(time, "--time"),
    headers: entriesIn(options.header, ":", "--header"),
    attributes: entriesIn(options.attribute, "=", "--attribute"),
    remove: options.remove,
  };
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const others = given.filter(([name]) => name !== "headers");
  if (event === undefined || others.length === 0) return Object.fromEntries(given);
  throw new UserError(
    "An event in a file says all that is sent, except for headers of a request.",
    "Give either the file or the other options.",
  );
}

function asJson({ sent, response }: Fired) {
  if (response === undefined) return { sent };
  const { status, headers, body } = response;
  return { sent, response: { status, headers, body: body.toString("utf8") } };
}

async function show(app: DeployedApp, { sent, response }: Fired, io: Io, several: boolean): Promise<void> {
  const { placeName } = await import("../../infra/operate/deployed-app.ts");
  const place = several ? `${placeName(app.deployment)}: ` : "";
  if (response === undefined) io.out(`${place}${sent}\n`);
  else {
    io.err(`${place}${sent}: ${response.status}\n`);
    io.out(`${response.body.toString("utf8")}\n`);
  }
}
