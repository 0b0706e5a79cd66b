import type { Command } from "commander";
import type { Remark } from "../../model/remarks.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type Io } from "../io.ts";
import { option, text } from "../options.ts";
import type { Place, Session, TargetVerdict } from "../session.ts";

/** `polyfn check`: all checks of a spec that need no cloud. */
export const check: CommandDeclaration = {
  summary: "Check a spec; report every problem at once.",
  description:
    "Checks a spec and every environment in it, without engine, network or credentials. With --target, or a stack whose " +
    "file names one, that target's problems count too; without it, each target's verdict is shown and only problems of " +
    "the spec itself count. With --json, `problems` and `remarks` are those that count, and `targets` has each " +
    "target's own. Nothing is bundled: plan and build also check imports, native addons and package sizes.",
  declare(command: Command) {
    option.spec(command);
    option.target(command);
    option.region(command);
    option.stack(command);
    option.strict(command);
    option.json(command);
  },
  async run(options, _args, io) {
    const { openSession, placesOf } = await import("../session.ts");
    const session = await openSession(options, io);
    const places = placesOf(session, text(options, "target"));
    const { remarks, targets } = await (places.length === 0 ? checkAll(session) : checkPlaces(session, places));
    if (options.json === true) {
      io.out(`${JSON.stringify({ problems: [], remarks, targets: targets.map(forJson) }, undefined, 2)}\n`);
      return EXIT.success;
    }
    await (places.length === 0 ? printTable : printPlaces)(session, { remarks, targets }, io);
    const { reportRemarks } = await import("../report.ts");
    io.out(reportRemarks(remarks, session.loaded.origin, io.colour) + LEFT_TO_BUILD);
    return EXIT.success;
  },
};

/** The result of a check without problems that count. */
interface Checked {
  /** The remarks that `--strict` treats as problems. */
  readonly remarks: readonly Remark[];
  readonly targets: readonly TargetVerdict[];
}

/** Nothing is bundled, so that a check stays fast. */
const LEFT_TO_BUILD =
  "\nNothing was bundled. plan and build also check imports, native addons, package sizes and files.\n";

/** @throws SpecError with the problems of all places. */
async function checkPlaces(session: Session, places: readonly Place[]): Promise<Checked> {
  const { fullVerdict, reportedWithSilences } = await import("../session.ts");
  const { distinct } = await import("../../infra/prepare.ts");
  const { SpecError } = await import("../../model/errors.ts");
  const found = await Promise.all(places.map((place) => fullVerdict(session, place)));
  const problems = distinct(found.flatMap((verdict) => verdict.problems));
  const remarks = distinct(found.flatMap((verdict) => verdict.remarks));
  if (problems.length > 0) throw new SpecError(problems, session.loaded.origin, remarks);
  return { remarks: await reportedWithSilences(session, remarks), targets: found };
}

/** @throws SpecError with the problems that do not depend on a target. */
async function checkAll(session: Session): Promise<Checked> {
  const { checkNeutral, neutralRemarks, reportedWithSilences, verdicts } = await import("../session.ts");
  checkNeutral(session);
  const remarks = await reportedWithSilences(session, neutralRemarks(session));
  const known = new Set(remarks.map(placeAndCode));
  const found = await verdicts(session);
  const targets = found.map((verdict) => ({
    ...verdict,
    remarks: verdict.remarks.filter((remark) => !known.has(placeAndCode(remark))),
  }));
  return { remarks, targets };
}

const placeAndCode = ({ path, code }: Remark): string => JSON.stringify([path, code]);

const forJson = ({ title: _title, ...rest }: TargetVerdict) => rest;

async function printPlaces({ loaded }: Session, { targets }: Checked, io: Io): Promise<void> {
  const { formatPath } = await import("../../model/errors.ts");
  for (const { title, notes } of targets) {
    io.out(`${loaded.origin} is fine for ${title}.\n`);
    for (const { path, title, how } of notes) io.out(`  ${formatPath(path)}: ${title} is emulated. ${how}\n`);
  }
}

async function printTable({ loaded }: Session, { targets }: Checked, io: Io): Promise<void> {
  const { table } = await import("../table.ts");
  const { formatPath } = await import("../../model/errors.ts");
  const rows = targets.map(({ title, problems, remarks, notes }) => [
    title,
    problems.length === 0 ? "yes" : "no",
    [
      ...problems.map(({ path, message, remedy }) => `${formatPath(path)}: ${message} ${remedy}`),
      ...remarks.map(({ path, code, message }) => `${formatPath(path)}: ${message} [${code}]`),
      ...new Set(notes.map(({ title, how }) => `${title}: ${how}`)),
    ].join("\n"),
  ]);
  io.out(`${loaded.origin} is a valid spec.\n\n`);
  io.out(table(["Target", "Deployable", "Remarks"], rows, io));
}
