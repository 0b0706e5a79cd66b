import { existsSync } from "node:fs";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "../core/world.ts";
import type { Executable, ExecutionRequest, HttpAnswer, HttpCall } from "./contract.ts";
import { environmentOf, type Place } from "./environment.ts";
import { type Instance, type InstanceAnswer, StartError } from "./instance.ts";
import { LineProcess } from "./process.ts";

/** Interval at which a starting server is probed. */
const KNOCK_MS = 25;
/** FC gives a custom runtime this long to listen. */
const LISTEN_SECONDS = 120;
const DEFAULT_PORT = 9000;

/**
 * An instance of a custom runtime: the program is an HTTP server, and each call is a request to it.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/context-and-log-format-1
 */
export class CustomInstance implements Instance {
  readonly id: string;
  readonly ended: Promise<string>;
  readonly #fn: Executable;
  readonly #process: LineProcess;
  readonly #agent = new Agent({ keepAlive: true });
  /** The port it was told, else the one in its settings, which programs may have built in. */
  readonly #ports: readonly number[];
  #port = 0;
  readonly #listeners = new Set<(line: string) => void>();

  constructor(world: World, fn: Executable, place: Place & { readonly port: number }) {
    this.id = place.instanceId;
    this.#fn = fn;
    const [command, ...args] = commandOf(fn);
    this.#process = new LineProcess({
      command,
      args,
      directory: fn.codeDirectory,
      environment: environmentOf(world, fn, place),
      channel: false,
    });
    this.ended = this.#process.ended;
    this.#ports = [place.port, fn.customRuntime?.port ?? DEFAULT_PORT];
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async start(): Promise<void> {
    const listening = this.#listens();
    const ended = this.ended.then((reason) => Promise.reject(new StartError(`the program ended with ${reason}`)));
    await Promise.race([listening, ended]);
    if (this.#fn.initializer === undefined) return;
    const answer = await this.#call("/initialize", post("/initialize", Buffer.alloc(0)), "");
    if (failed(answer)) throw new StartError("the initializer failed", answer.body);
  }

  async run(request: ExecutionRequest): Promise<InstanceAnswer> {
    this.#listeners.add(request.onLog);
    this.#process.listen((line) => {
      for (const listener of this.#listeners) listener(line);
    });
    try {
      return await this.#answer(request);
    } catch (error) {
      // The connection broke; when that is because the process ended, `ended` says so.
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { kind: "error", type: "UnhandledInvocationError", body: Buffer.from(JSON.stringify({ errorMessage })) };
    } finally {
      // The program's last output can still be in the pipe when its answer arrives.
      await sleep(5);
      this.#listeners.delete(request.onLog);
    }
  }

  async preStop(): Promise<void> {
    if (this.#fn.preStop) await this.#call("/pre-stop", { ...post("/pre-stop", Buffer.alloc(0)), method: "GET" }, "");
  }

  kill(): void {
    this.#agent.destroy();
    this.#process.kill();
  }

  async #answer({ input, requestId }: ExecutionRequest): Promise<InstanceAnswer> {
    if (input.kind === "http") {
      const http = await this.#call("/http-invoke", input.request, requestId);
      return { kind: "ok", body: http.body, http };
    }
    const answer = await this.#call("/invoke", post("/invoke", input.payload), requestId);
    if (!failed(answer)) return { kind: "ok", body: answer.body };
    const type = answer.status === 404 ? "HandledInvocationError" : "UnhandledInvocationError";
    return { kind: "error", type, body: answer.body };
  }

  async #listens(): Promise<void> {
    for (let waited = 0; waited < LISTEN_SECONDS * 1000; waited += KNOCK_MS) {
      for (const port of this.#ports) {
        if (await accepts(port)) {
          this.#port = port;
          return;
        }
      }
      await sleep(KNOCK_MS);
    }
    throw new StartError(`nothing listens on port ${this.#ports.at(-1)}`);
  }

  #call(control: string, call: HttpCall, requestId: string): Promise<HttpAnswer> {
    const headers = {
      ...call.headers,
      ...this.#headers(control, requestId),
      "content-length": String(call.body.length),
    };
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { host: "127.0.0.1", port: this.#port, method: call.method, path: call.target, headers, agent: this.#agent },
        (incoming) => void collect(incoming).then(resolve, reject),
      );
      outgoing.on("error", reject);
      outgoing.end(call.body);
    });
  }

  #headers(control: string, requestId: string): Record<string, string> {
    const fn = this.#fn;
    const credentials = fn.credentials();
    return {
      "x-fc-request-id": requestId,
      "x-fc-control-path": control,
      "x-fc-function-name": fn.functionName,
      "x-fc-function-handler": fn.handler,
      "x-fc-function-memory": String(fn.memoryMb),
      "x-fc-function-timeout": String(fn.timeoutSeconds),
      "x-fc-region": fn.region,
      "x-fc-account-id": fn.account,
      "x-fc-qualifier": fn.qualifier,
      "x-fc-version-id": fn.versionId,
      "x-fc-instance-id": this.id,
      ...(credentials && {
        "x-fc-access-key-id": credentials.accessKeyId,
        "x-fc-access-key-secret": credentials.accessKeySecret,
        "x-fc-security-token": credentials.securityToken,
      }),
    };
  }
}

function commandOf(fn: Executable): [string, ...string[]] {
  const [command, ...rest] = [...(fn.customRuntime?.command ?? []), ...(fn.customRuntime?.args ?? [])];
  if (command !== undefined) return [resolved(fn, command), ...rest];
  return [join(fn.codeDirectory, "bootstrap")];
}

/** FC starts the program in /code, where a path such as ./server leads into the package. */
function resolved(fn: Executable, command: string): string {
  const inside = join(fn.codeDirectory, command.replace(/^\/code\//, ""));
  return command.includes("/") && existsSync(inside) ? inside : command;
}

const post = (target: string, body: Buffer): HttpCall => ({
  method: "POST",
  target,
  headers: { "content-type": "application/octet-stream" },
  body,
});

/** `x-fc-status: 404` is how a program says that the function failed. */
const failed = ({ status, headers }: HttpAnswer): boolean =>
  status < 200 || status >= 300 || String(headers["x-fc-status"] ?? "200") === "404";

/** Headers of the connection between the emulator and the program: the caller's connection has its own. */
const OF_THE_CONNECTION: readonly string[] = ["connection", "keep-alive", "transfer-encoding", "trailer", "upgrade"];

async function collect(incoming: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headersDistinct)
    .filter(([name]) => !OF_THE_CONNECTION.includes(name))
    .map(([name, values = []]) => [name, values.length === 1 ? String(values[0]) : values]);
  return { status: incoming.statusCode ?? 502, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
