import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { type RecordedEvent, recordedEvents } from "../infra/operate/events/recorded.ts";
import { UserError } from "../model/errors.ts";
import { openDeployedStack } from "./deployed-stack.ts";
import { timeIn } from "./input.ts";
import { EXIT, type ExitCode, type Io } from "./io.ts";
import { text } from "./options.ts";
import { triggerNames } from "./trigger-names.ts";

/** Writes the events that a deployed function has recorded of a trigger into files, one each. */
export async function recordEvents(
  name: string,
  options: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<ExitCode> {
  const since = timeIn(text(options, "since") ?? "10m", "--since");
  const most = countIn(text(options, "count"));
  const apps = await openDeployedStack(options, io);
  const [first] = apps;
  if (first === undefined) return EXIT.success;
  const names = triggerNames(name, first.app);
  const directory = resolve(io.cwd, text(options, "out") ?? join("test", "events", names.join(".")));
  const query = { since, ...(options.follow === true && { follow: io.signal }) };
  let count = 0;
  for await (const event of recordedEvents(apps, names, query)) {
    const file = await keep(event, directory);
    show(event, file, options.json === true, io);
    if (file !== undefined) count += 1;
    if (count === most) return EXIT.success;
  }
  if (query.follow?.aborted) return EXIT.interrupted;
  if (count === 0) io.err(`No events since ${since.toISOString()}. A log may take some seconds to have them.\n`);
  return most === undefined ? EXIT.success : EXIT.failed;
}

function countIn(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d*$/.test(given)) return Number(given);
  throw new UserError(`--count: "${given}" is not a whole number of at least 1.`, "Give a number such as 1.");
}

/** The same event has the same file. @returns Undefined for an event that was too large to record. */
async function keep({ time, id, json }: RecordedEvent, directory: string): Promise<string | undefined> {
  if (json === undefined) return undefined;
  await mkdir(directory, { recursive: true });
  const file = join(directory, `${time.toISOString().replaceAll(":", "-")}-${id.slice(0, 8)}.json`);
  await writeFile(file, json);
  return file;
}

function show({ json: _, ...event }: RecordedEvent, file: string | undefined, asJson: boolean, io: Io): void {
  const path = file && relative(io.cwd, file);
  if (asJson) io.out(`${JSON.stringify({ ...event, ...(path !== undefined && { file: path }) })}\n`);
  else if (path !== undefined) io.out(`${path}\n`);
  else io.err(`An event of ${event.size} characters at ${event.time.toISOString()} was too large to record.\n`);
}
