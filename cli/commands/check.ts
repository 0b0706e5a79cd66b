import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { option, text } from "../options.ts";
import type { Place, Session } from "../session.ts";

/** `polyfn check`: everything that can be known of a spec without a cloud. */
export const check: CommandDeclaration = {
  summary: "Check a spec; report every problem at once.",
  description:
    "Checks a spec and every environment in it, without engine, network or credentials. With --target, or a stack whose " +
    "file names one, that target's verdict counts too; without it, each target's verdict is shown and only problems of " +
    "the spec itself count.",
  declare(command: Command) {
    option.spec(command);
    option.target(command);
    option.region(command);
    option.stack(command);
    option.strict(command);
  },
  async run(options, _args, io) {
    const { openSession, placesOf } = await import("../session.ts");
    const session = await openSession(options, io);
    const places = placesOf(session, text(options, "target"));
    if (places.length === 0) return checkAll(session, io);
    return checkPlaces(session, places, io);
  },
};

/** @throws SpecError with the problems of all places. */
async function checkPlaces(session: Session, places: readonly Place[], io: Io): Promise<ExitCode> {
  const { distinct, fullVerdict, reported } = await import("../session.ts");
  const { reportRemarks } = await import("../report.ts");
  const { formatPath, SpecError } = await import("../../model/errors.ts");
  const { origin } = session.loaded;
  const found = await Promise.all(places.map((place) => fullVerdict(session, place)));
  const problems = distinct(found.flatMap((verdict) => verdict.problems));
  const remarks = distinct(found.flatMap((verdict) => verdict.remarks));
  if (problems.length > 0) throw new SpecError(problems, origin, remarks);
  const left = await reported(session, remarks);
  for (const { title, notes } of found) {
    io.out(`${origin} is fine for ${title}.\n`);
    for (const { path, title, how } of notes) io.out(`  ${formatPath(path)}: ${title} is emulated. ${how}\n`);
  }
  io.out(reportRemarks(left, origin, io.colour));
  return EXIT.fine;
}

async function checkAll(session: Session, io: Io): Promise<ExitCode> {
  const { checkNeutral, neutralRemarks, reported, verdicts } = await import("../session.ts");
  const { reportRemarks } = await import("../report.ts");
  const { table } = await import("../table.ts");
  const { formatPath } = await import("../../model/errors.ts");
  checkNeutral(session);
  const neutral = await reported(session, neutralRemarks(session));
  const known = new Set(neutral.map(({ path, code }) => JSON.stringify([path, code])));
  const rows = (await verdicts(session)).map(({ title, problems, remarks, notes }) => [
    title,
    problems.length === 0 ? "yes" : "no",
    [
      ...problems.map(({ message, remedy }) => `${message} ${remedy}`),
      ...remarks
        .filter(({ path, code }) => !known.has(JSON.stringify([path, code])))
        .map(({ path, code, message }) => `${formatPath(path)}: ${message} [${code}]`),
      ...notes.map(({ title, how }) => `${title}: ${how}`),
    ].join("\n"),
  ]);
  io.out(`${session.loaded.origin} is a valid spec.\n\n`);
  io.out(table(["Target", "Deployable", "Remarks"], rows, io));
  io.out(reportRemarks(neutral, session.loaded.origin, io.colour));
  return EXIT.fine;
}
