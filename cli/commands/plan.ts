import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";
import { option, text } from "../options.ts";

/** `polyfn plan`: the native resources of a spec on a target. */
export const plan: CommandDeclaration = {
  summary: "Show the native resources of a spec on a target.",
  description:
    "Needs no engine, network or credentials. With a --stack that has a file, the plan is what `pulumi up` would deploy. Values that only the cloud or a stack's encrypted " +
    "configuration has are placeholders: an account that does not exist, configuration as its name in angle brackets. " +
    "Secrets are masked. With --json, a spec with problems gives `problems` and `remarks` instead of resources.",
  declare(command: Command) {
    option.target(command);
    option.spec(command);
    option.region(command);
    option.stack(command);
    option.strict(command);
    option.json(command);
  },
  async run(options, _args, io) {
    const { openSession, placeOf, prepareFor, resourcesOf } = await import("../session.ts");
    const { requirePackagesOf } = await import("../../infra/packages.ts");
    const { adapterFor } = await import("../../infra/targets.ts");
    const session = await openSession(options, io);
    const place = placeOf(session, text(options, "target"));
    requirePackagesOf(await adapterFor(place.target));
    const prepared = await prepareFor(session, place);
    const { remarks } = prepared;
    const { adapter } = prepared.plan;
    const resources = resourcesOf(prepared);
    if (options.json === true) {
      io.out(`${JSON.stringify({ target: adapter.name, problems: [], resources, remarks }, undefined, 2)}\n`);
      return EXIT.success;
    }
    const { stringify } = await import("yaml");
    const { reportRemarks } = await import("../report.ts");
    for (const { type, name, inputs } of resources) {
      io.out(`${name}  ${type}\n${stringify(inputs, { lineWidth: 0 }).replace(/^/gm, "    ").trimEnd()}\n\n`);
    }
    io.out(`${resources.length} resources on ${adapter.title}.\n`);
    io.out(reportRemarks(remarks, session.loaded.origin, io.colour));
    return EXIT.success;
  },
};
