/**
 * Runs one instance of a Node.js function, as FC's built-in runtime does: loads the handler, then answers one call after
 * the other over the socket at file descriptor 3. Plain JavaScript, because it runs beside the user's code.
 */
import { existsSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const channel = new Socket({ fd: 3 });
/** The call that is running: FC runs one at a time in this runtime. */
let requestId = "";

channel.on("end", () => process.exit(0));
channel.on("error", () => process.exit(0));

async function answer(head, body) {
  if (head.kind === "start") return reply(head, () => start(head));
  requestId = head.requestId;
  return reply(head, () => (head.kind === "call" ? call(head, body) : hook(head.handler, head.context)));
}

async function reply(head, work) {
  let outcome;
  try {
    outcome = { kind: "ok", body: (await work()) ?? Buffer.alloc(0) };
  } catch (error) {
    const type = error instanceof Handled ? "HandledInvocationError" : "UnhandledInvocationError";
    const thrown = error instanceof Handled ? error.reason : error;
    outcome = { kind: "error", type, body: Buffer.from(JSON.stringify(describe(thrown))) };
  }
  // Output is flushed before the answer is sent: the reader of each pipe waits for this line.
  await Promise.all([process.stdout, process.stderr].map((stream) => endOfOutput(stream, head.id)));
  send({ id: head.id, kind: outcome.kind, type: outcome.type }, outcome.body);
}

const endOfOutput = (stream, id) => new Promise((done) => stream.write(`\u0000${id}\n`, () => done()));

let handler;
let settings;

async function start(head) {
  settings = head.settings;
  if (head.surroundings) surround(head.surroundings);
  if (head.initializer) await hook(head.initializer, head.context);
  handler = await load(settings.handler);
}

/** Gives a process that started before its function was known what it would have started with. */
function surround({ directory, environment }) {
  process.chdir(directory);
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** `src/index.handler`: the file without its extension, a dot, the export. */
async function load(name) {
  const dot = name.lastIndexOf(".");
  const base = join(settings.codeDirectory, name.slice(0, dot));
  const file = [".js", ".mjs", ".cjs"].map((extension) => base + extension).find((path) => existsSync(path));
  if (!file) throw new Error(`Module '${name.slice(0, dot)}' is missing.`);
  const module = await import(pathToFileURL(file).href);
  const found = module[name.slice(dot + 1)] ?? module.default?.[name.slice(dot + 1)];
  if (typeof found !== "function")
    throw new Error(`Handler '${name.slice(dot + 1)}' is missing on module '${name.slice(0, dot)}'`);
  return found;
}

class Handled extends Error {
  constructor(reason) {
    super();
    this.reason = reason;
  }
}

async function call(head, body) {
  return toBytes(await invoke((callback) => handler(body, contextOf(head.context), callback), handler.length));
}

async function hook(name, context) {
  const found = await load(name);
  await invoke((callback) => found(contextOf(context), callback), found.length + 1);
}

/** A promise that the function returns counts; without one, its callback does. */
function invoke(run, parameters) {
  return new Promise((resolve, reject) => {
    const result = run((error, value) => (error ? reject(new Handled(error)) : resolve(value)));
    if (typeof result?.then === "function") resolve(result);
    else if (parameters < 3) resolve(result);
  });
}

function toBytes(value) {
  if (value === undefined) return Buffer.alloc(0);
  if (typeof value === "string") return Buffer.from(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  return Buffer.from(JSON.stringify(value) ?? "");
}

function describe(error) {
  if (error instanceof Error) {
    const stackTrace = (error.stack ?? "").split("\n").map((line) => line.trim());
    return { errorMessage: error.message, errorType: error.name, stackTrace };
  }
  return {
    errorMessage: typeof error === "string" ? error : JSON.stringify(error),
    errorType: "Error",
    stackTrace: [],
  };
}

const contextOf = (context) => ({ ...context, logger: { ...levels, log: levels.verbose } });

const levels = Object.fromEntries(
  ["debug", "verbose", "info", "warn", "error"].map((level) => [level, (...values) => print(level, values)]),
);

function print(level, values) {
  const stream = level === "error" || level === "warn" ? process.stderr : process.stdout;
  stream.write(`${new Date().toISOString()} ${requestId} [${level}] ${format(...values)}\n`);
}

/** FC's runtime puts time, request and level before what goes through the console. */
function captureConsole() {
  console.log = levels.verbose;
  for (const level of ["debug", "info", "warn", "error"]) console[level] = levels[level];
}

function send(head, body) {
  const text = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(text.length, 0);
  lengths.writeUInt32BE(body.length, 4);
  channel.write(Buffer.concat([lengths, text, body]));
}

function readFrames(onFrame) {
  let chunks = [];
  let size = 0;
  const whole = () => {
    if (size < 8) return undefined;
    if (chunks[0].length < 8) chunks = [Buffer.concat(chunks)];
    const end = 8 + chunks[0].readUInt32BE(0) + chunks[0].readUInt32BE(4);
    return size >= end ? end : undefined;
  };
  channel.on("data", (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    for (let end = whole(); end !== undefined; end = whole()) {
      const all = Buffer.concat(chunks);
      const headEnd = 8 + all.readUInt32BE(0);
      chunks = [all.subarray(end)];
      size = all.length - end;
      onFrame(JSON.parse(all.toString("utf8", 8, headEnd)), Buffer.from(all.subarray(headEnd, end)));
    }
  });
}

readFrames((head, body) => void answer(head, body));
captureConsole();
