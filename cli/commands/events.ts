import { Argument, type Command } from "commander";
import { allFlags, flagName } from "../../infra/operate/events/generate.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";

/** `polyfn events`: events to test handlers with. */
export const events: CommandDeclaration = {
  summary: "Generate an event of a trigger, as a handler receives it.",
  description:
    "Prints an event of a kind of trigger as JSON: what the handler's method of that kind receives, to keep as test data. " +
    "With --raw, what a cloud sends to the function instead, for `polyfn invoke`. Needs no spec, network or credentials. " +
    "The same --id and --time give the same event.\n\n" +
    "Examples: polyfn events generate bucket --key in/beach.png; polyfn events generate queue --body '{\"id\":1}' > job.json",
  declare(command: Command) {
    command.addArgument(new Argument("<action>", "What to do.").choices(["generate"]));
    command.argument("<kind>", "Kind of trigger, for example queue.");
    command.option("--raw <target>", "Print the payload of this target's cloud instead.");
    for (const { name, value, description } of allFlags()) command.option(`--${flagName(name)} ${value}`, description);
    command.option("--json", "Print JSON, as without it.");
  },
  async run({ raw: target, json: _, ...options }, [, kind = ""], io) {
    const { generateEvent, payloadOf } = await import("../../infra/operate/events/generate.ts");
    const { writeEvent } = await import("../../infra/operate/events/json.ts");
    const generated = generateEvent(kind, options as Readonly<Record<string, string>>);
    if (typeof target === "string") {
      const { addAdapters, adapterFor } = await import("../../infra/targets.ts");
      await addAdapters(io.cwd);
      io.out(`${JSON.stringify(await payloadOf(generated, await adapterFor(target)), undefined, 2)}\n`);
    } else io.out(await writeEvent(generated.kind, generated.event as never));
    return EXIT.success;
  },
};
