import type { Command } from "commander";
import type { Invocation, InvocationResult } from "../../adapters/operate.ts";
import type { DeployedApp } from "../../infra/operate/deployed-app.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type Io } from "../io.ts";
import { option, text } from "../options.ts";

/** `polyfn invoke`: calls a deployed function. */
export const invoke: CommandDeclaration = {
  summary: "Call a deployed function.",
  description:
    "Calls the function itself, past its triggers, on each target of the stack. The answer is on standard output; log, " +
    "duration and memory are on standard error. Exits with 3 when the function fails.\n\n" +
    'Examples: polyfn invoke report -s local \'{"album":"summer"}\'; polyfn invoke report -s prod @event.json --async',
  declare(command: Command) {
    command.argument("<function>", "Name of the function in the spec.");
    command.argument("[payload]", "JSON, @FILE, or - for standard input. Default: {}.");
    command.option("--async", "Hand the call to the cloud, without waiting for an answer.");
    command.option("--dry-run", "Check that the call is allowed, as far as the cloud tells without a call.");
    command.option("--qualifier <name>", "Version or alias. Default: the newest code.");
    option.deployed(command);
    option.places(command);
    option.spec(command);
    option.json(command);
  },
  async run(options, [name = "", given = "{}"], io) {
    const { everywhere, openDeployedStack, placeOf, reported } = await import("../deployed-stack.ts");
    const { deployedFunction } = await import("../../infra/operate/deployed-app.ts");
    const { readJson } = await import("../input.ts");
    const qualifier = text(options, "qualifier");
    const mode = modeOf(options);
    const payload = await readJson(given, io);
    const invocation: Invocation = { mode, payload, ...(qualifier !== undefined && { qualifier }) };
    const apps = await openDeployedStack(options, io);
    const call = async (app: DeployedApp): Promise<Call> => {
      const fn = deployedFunction(app, name);
      const operator = await app.operator();
      const start = performance.now();
      const result = await operator.invoke(fn, invocation);
      return { app, result, tookMs: Math.round(performance.now() - start) };
    };
    const { done, refused } = await reported(io, `calling ${name}`, () => everywhere(apps, call));
    if (options.json === true) {
      const shown = done.map(({ app, ...made }) => ({ ...placeOf(app), function: name, ...asJson(made) }));
      if (refused === undefined || shown.length > 0) io.out(`${JSON.stringify(shown, undefined, 2)}\n`);
    } else for (const made of done) await show(made, name, mode, io, apps.length > 1);
    if (refused !== undefined) throw refused;
    return done.some(({ result }) => result.error !== undefined) ? EXIT.failed : EXIT.success;
  },
};

interface Call {
  readonly app: DeployedApp;
  readonly result: InvocationResult;
  /** Milliseconds from here to the cloud and back. */
  readonly tookMs: number;
}

function modeOf({ async: isAsync, dryRun }: Readonly<Record<string, unknown>>): Invocation["mode"] {
  if (dryRun === true) return "dry-run";
  return isAsync === true ? "async" : "sync";
}

/** The same fields on every cloud, null where the cloud tells nothing; the answer as JSON where it is. */
function asJson({ result, tookMs }: Pick<Call, "result" | "tookMs">) {
  const { payload, requestId, error, logs, durationMs, billedMs, memoryMb, unchecked } = result;
  const told = { requestId, error, durationMs, billedMs, memoryMb, unchecked };
  const facts = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, value ?? null]));
  return { ...facts, result: payload === undefined ? null : parsedAnswer(payload), logs, tookMs };
}

function parsedAnswer(payload: string): unknown {
  if (payload === "") return null;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

const DONE = { sync: "", async: "The cloud took the call.", "dry-run": "The call is allowed." } as const;

async function show(call: Call, name: string, mode: Invocation["mode"], io: Io, several: boolean): Promise<void> {
  const { createColors } = await import("picocolors");
  const { placeName } = await import("../../infra/operate/deployed-app.ts");
  const { formatMessage } = await import("../log-format.ts");
  const { entryOf, isRecording } = await import("../../infra/operate/logs/log-entry.ts");
  const { app, result, tookMs } = call;
  const c = createColors(io.errorColour);
  if (several) io.out(`${placeName(app.deployment)}:\n`);
  const origin = { target: app.deployment.target, function: name };
  for (const line of result.logs) {
    const entry = entryOf(origin, { ...line, time: new Date() });
    if (!isRecording(entry)) io.err(`${c.dim("|")} ${formatMessage(entry, c)}\n`);
  }
  io.out(mode === "sync" ? `${result.payload ?? ""}\n` : `${result.unchecked ?? DONE[mode]}\n`);
  if (result.error !== undefined) io.err(`${c.red(`The function failed: ${result.error}`)}\n`);
  io.err(`${c.dim(factsOf(result, tookMs))}\n`);
}

/** "duration 3 ms, billed 4 ms, 65 MB of memory, 120 ms to the cloud and back, request 0d92..." */
function factsOf({ durationMs, billedMs, memoryMb, requestId }: InvocationResult, tookMs: number): string {
  const facts = [
    durationMs !== undefined && `duration ${durationMs} ms`,
    billedMs !== undefined && `billed ${billedMs} ms`,
    memoryMb !== undefined && `${memoryMb} MB of memory`,
    `${tookMs} ms to the cloud and back`,
    requestId !== undefined && `request ${requestId}`,
  ];
  return facts.filter((fact) => fact !== false).join(", ");
}
