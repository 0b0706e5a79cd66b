import type { Command } from "commander";
import type { PreparedApp } from "../../infra/prepare.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type Io } from "../io.ts";
import { option, text } from "../options.ts";
import type { Place, Session } from "../session.ts";

/** `polyfn plan`: the native resources of a spec on a target. */
export const plan: CommandDeclaration = {
  summary: "Show what a spec becomes on its targets.",
  description:
    "Prints a tree: each function, trigger and resource with its native resources, and what is emulated there; with " +
    "--inputs each native resource with everything that the cloud is asked for. Needs no engine, network or credentials. " +
    "With a --stack that has a file, the plan is what `pulumi up` would deploy, on each target of the stack. Values that " +
    "only the cloud or a stack's encrypted configuration has are placeholders: an account that does not exist, " +
    "configuration as its name in angle brackets. Secrets are masked. With --json, which is for one target, a spec with " +
    "problems gives `problems` and `remarks` instead of resources.\n\n" +
    "An app with many functions and resources has a line for each; name functions to see their trees.\n\n" +
    "With --diff, the Pulumi engine compares the spec with what the stack has deployed: what differs, in words, with " +
    "replacements and changed permissions marked. With --json, the object that preview --json prints, with `differences`, " +
    "`permissions` and `replacedBecause` in each change.\n\n" +
    "Examples:\n  polyfn plan --target TARGET\n  polyfn plan worker --stack prod\n  polyfn plan --stack local --inputs\n  polyfn plan --diff --stack prod",
  declare(command: Command) {
    command.argument("[function...]", "Names of functions, to show only their trees.");
    option.target(command);
    option.spec(command);
    option.region(command);
    option.stack(command, "-s, --stack <name>");
    command.option("--inputs", "Print every input of each native resource.");
    command.option("--diff", "Compare with what the --stack has deployed.");
    option.strict(command);
    option.json(command);
  },
  async run(options, names, io) {
    await refuseNames(names, options);
    if (options.diff === true) return compare(options, io);
    const { openSession, placeOf, placesOf, prepareFor } = await import("../session.ts");
    const session = await openSession(options, io);
    const target = text(options, "target");
    const places = options.json === true ? [] : placesOf(session, target);
    // Without any there is an error that says so, and JSON is of one.
    const [first, ...others] = places.length === 0 ? [placeOf(session, target)] : places;
    for (const place of [first, ...others].filter((one) => one !== undefined)) {
      await requirePackages(place);
      const prepared = await prepareFor(session, place);
      await requireFunctions(names, prepared);
      await print(prepared, session, options, names, io);
    }
    return EXIT.success;
  },
};

async function requirePackages({ target }: Place): Promise<void> {
  const { requirePackagesOf } = await import("../../infra/packages.ts");
  const { adapterFor } = await import("../../infra/targets.ts");
  requirePackagesOf(await adapterFor(target));
}

async function print(
  prepared: PreparedApp,
  { loaded }: Session,
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
  io: Io,
): Promise<void> {
  const { resourcesOf } = await import("../session.ts");
  const { remarks, plan: planned, artifacts } = prepared;
  const { adapter } = planned;
  const resources = resourcesOf(prepared);
  if (options.json === true) {
    io.out(`${JSON.stringify({ target: adapter.name, problems: [], resources, remarks }, undefined, 2)}\n`);
    return;
  }
  if (options.inputs === true) {
    const { stringify } = await import("yaml");
    for (const { type, name, inputs } of resources) {
      io.out(`${name}  ${type}\n${stringify(inputs, { lineWidth: 0 }).replace(/^/gm, "    ").trimEnd()}\n\n`);
    }
  } else {
    const { packagesIn } = await import("../../infra/graph/planned.ts");
    const { planTree } = await import("../plan/tree.ts");
    io.out(`${planTree(planned, packagesIn(artifacts), io, names)}\n`);
  }
  const { reportRemarks } = await import("../report.ts");
  io.out(`${resources.length} resources on ${adapter.title}.\n`);
  io.out(reportRemarks(remarks, loaded.origin, io.colour));
}

/** @throws UserError where functions are named and the plan is no tree. */
async function refuseNames(names: readonly string[], options: Readonly<Record<string, unknown>>): Promise<void> {
  const form = ["diff", "inputs", "json"].find((name) => options[name] === true);
  if (names.length === 0 || form === undefined) return;
  const { UserError } = await import("../../model/errors.ts");
  throw new UserError(
    `--${form} is about the whole app, and takes no names of functions.`,
    `Remove --${form} or the names.`,
  );
}

/** @throws UserError for a function that the spec does not have. */
async function requireFunctions(names: readonly string[], { plan: { app } }: PreparedApp): Promise<void> {
  if (names.length === 0) return;
  const { functionIn } = await import("../../infra/operate/deployed-app.ts");
  for (const name of names) functionIn(app, name);
}

async function compare(options: Readonly<Record<string, unknown>>, io: Io): Promise<number> {
  const { UserError } = await import("../../model/errors.ts");
  if (options.stack === undefined) throw new UserError("--diff compares with a stack.", "Give its name with --stack.");
  const other = ["target", "region", "spec", "inputs"].find((name) => options[name] !== undefined);
  if (other !== undefined) {
    throw new UserError(`--diff compares the whole stack, and takes no --${other}.`, `Remove --${other}.`);
  }
  const { openRun } = await import("../deployment/confirmed.ts");
  const { run } = await openRun("preview", options, io);
  return run.compare();
}
