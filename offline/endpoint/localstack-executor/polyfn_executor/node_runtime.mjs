/** Calls a Node.js handler for each invocation from the Runtime API. */
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new Agent({ keepAlive: true });
const streaming = Symbol("streaming handler");
/** Separates the status and headers of a streamed HTTP response from its body. */
const preludeEnd = Buffer.alloc(8);

let requestId;

/** Writes log lines as the cloud's own runtime does: time, request ID, level, message. */
function logAs(level) {
  return (...values) => {
    const text = format(...values).replaceAll("\n", "\r");
    process.stdout.write(`${new Date().toISOString()}\t${requestId ?? "undefined"}\t${level}\t${text}\n`);
  };
}
for (const [method, level] of Object.entries({
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  debug: "DEBUG",
  trace: "TRACE",
})) {
  console[method] = logAs(level);
}

globalThis.awslambda = {
  streamifyResponse: (handler) => Object.assign(handler, { [streaming]: true }),
  HttpResponseStream: {
    from(stream, prelude) {
      stream.write(Buffer.concat([Buffer.from(JSON.stringify(prelude)), preludeEnd]));
      return stream;
    },
  },
};

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, agent, method, path: `/2018-06-01/runtime/${path}` }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.on("error", reject);
    if (body !== undefined) outgoing.setHeader("content-length", Buffer.byteLength(body));
    outgoing.end(body);
  });
}

function described(error, type) {
  if (!(error instanceof Error)) return { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
  return { errorType: type ?? error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

async function load() {
  const root = process.env.LAMBDA_TASK_ROOT;
  const [, file, name] = /^(.*)\.([^.]+)$/.exec(process.env._HANDLER) ?? [];
  const found = [".mjs", ".js", ".cjs"]
    .map((extension) => join(root, file + extension))
    .find((path) => existsSync(path));
  if (!found) throw Object.assign(new Error(`Cannot find module '${file}'`), { name: "Runtime.ImportModuleError" });
  const module = await import(pathToFileURL(found).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler === "function") return handler;
  throw Object.assign(new Error(`${process.env._HANDLER} is undefined or not exported`), {
    name: "Runtime.HandlerNotFound",
  });
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function runStreaming(handler, event, context) {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  stream.setContentType = () => undefined;
  const finished = new Promise((resolve, reject) => stream.once("finish", resolve).once("error", reject));
  await handler(event, stream, context);
  stream.end();
  await finished;
  return Buffer.concat(chunks);
}

/** A handler returns a promise, or calls a callback in the older style. */
async function run(handler, event, context) {
  if (handler[streaming]) return runStreaming(handler, event, context);
  const result = await new Promise((resolve, reject) => {
    const callback = (error, value) => (error ? reject(error) : resolve(value));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === "function") returned.then(resolve, reject);
    else if (handler.length < 3) resolve(returned);
  });
  return JSON.stringify(result === undefined ? null : result);
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call("GET", "invocation/next");
    const context = contextOf(headers);
    requestId = context.awsRequestId;
    if (headers["lambda-runtime-trace-id"]) process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
    try {
      const answer = await run(handler, JSON.parse(body), context);
      await call("POST", `invocation/${requestId}/response`, answer);
    } catch (error) {
      const report = described(error);
      console.error("Invoke Error", JSON.stringify({ ...report, stack: report.trace, trace: undefined }));
      await call("POST", `invocation/${requestId}/error`, JSON.stringify(report));
    }
  }
}

let ending = false;

/**
 * An uncaught error is printed and ends the process. Printing may fail when the server, and with it the reader of
 * stdout, is gone. That must end the process too, not call this function again.
 */
async function fatal(type, error) {
  if (ending) process.exit(1);
  ending = true;
  try {
    const report = described(error, type);
    console.error(type ?? "Uncaught Exception", JSON.stringify({ ...report, stack: report.trace, trace: undefined }));
    const path = requestId === undefined ? "init/error" : `invocation/${requestId}/error`;
    await call("POST", path, JSON.stringify(report));
  } finally {
    process.exit(1);
  }
}
process.on("uncaughtException", (error) => fatal(undefined, error));
process.on("unhandledRejection", (error) => fatal("Runtime.UnhandledPromiseRejection", error));

await serve(await load());
