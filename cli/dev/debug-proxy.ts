import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";

const HOST = "127.0.0.1";

/** Milliseconds between two looks whether a process of the function listens. */
const PAUSE = 50;

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }));

const scriptParsed = z.looseObject({
  method: z.literal("Debugger.scriptParsed"),
  params: z.looseObject({ url: z.string(), sourceMapURL: z.string() }),
});

const sourceMap = z.looseObject({ sources: z.array(z.string()) });

/**
 * One address for the debugger, whichever process runs the function now: swaps end processes, and each new one listens anew. It
 * passes the messages of Node.js's inspector on, and gives source maps the sources' own paths on this machine, which a package
 * does not have. https://nodejs.org/en/learn/getting-started/debugging
 */
export class DebugProxy {
  readonly #id = randomUUID();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor(
    private readonly options: {
      /** Port of the function's processes. */
      readonly processPort: number;
      /** Directory that sources in maps are relative to. */
      readonly directory: string;
      readonly title: string;
    },
  ) {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on("upgrade", (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (debuggerSocket) => void this.#connect(debuggerSocket));
    });
  }

  /** @param port For the debugger; 0 chooses a free one. Rejects when it is taken. */
  static async open(port: number, options: DebugProxy["options"]): Promise<DebugProxy> {
    const proxy = new DebugProxy(options);
    proxy.#server.listen(port, HOST);
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** The lists by which debuggers find what they can attach to. */
  #answer({ url = "" }: IncomingMessage, response: ServerResponse): void {
    const { title } = this.options;
    const webSocketDebuggerUrl = `ws://${HOST}:${this.port}/${this.#id}`;
    const body =
      url === "/json/version"
        ? { Browser: `node.js/${process.version}`, "Protocol-Version": "1.1" }
        : /^\/json(?:\/list)?$/.test(url)
          ? [{ id: this.#id, type: "node", title, description: "node.js instance", webSocketDebuggerUrl }]
          : undefined;
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  }

  /** Joins a debugger with the function's process, once there is one, until one of them ends. */
  async #connect(debuggerSocket: WebSocket): Promise<void> {
    const waiting: string[] = [];
    const keep = (data: unknown): void => void waiting.push(String(data));
    debuggerSocket.on("message", keep);
    const process = await this.#process(debuggerSocket);
    if (process === undefined) return;
    debuggerSocket.off("message", keep);
    for (const message of waiting) process.send(message);
    debuggerSocket.on("message", (data) => process.send(String(data)));
    // One after the other, although a source map is read in between.
    let last = Promise.resolve();
    process.on("message", (data) => {
      last = last.then(async () => debuggerSocket.send(await this.#withPaths(String(data))));
    });
    process.on("close", () => void last.then(() => debuggerSocket.close()));
    debuggerSocket.on("close", () => process.close());
  }

  /** Undefined when the debugger goes before. */
  async #process(debuggerSocket: WebSocket): Promise<WebSocket | undefined> {
    while (debuggerSocket.readyState === WebSocket.OPEN) {
      const socket = await this.#open().catch(() => undefined);
      if (socket !== undefined) return socket;
      await sleep(PAUSE);
    }
    return undefined;
  }

  async #open(): Promise<WebSocket | undefined> {
    const answer = await fetch(`http://${HOST}:${this.options.processPort}/json/list`);
    const [target] = targets.parse(await answer.json());
    if (target === undefined) return undefined;
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    socket.on("error", () => socket.terminate());
    await once(socket, "open");
    return socket;
  }

  async #withPaths(message: string): Promise<string> {
    if (!message.includes('"Debugger.scriptParsed"')) return message;
    const read = scriptParsed.safeParse(JSON.parse(message));
    if (!read.success) return message;
    const { params } = read.data;
    if (!params.url.startsWith("file:") || params.sourceMapURL === "" || params.sourceMapURL.startsWith("data:")) {
      return message;
    }
    const sourceMapURL = await this.#mapWithPaths(join(dirname(fileURLToPath(params.url)), params.sourceMapURL));
    return JSON.stringify({ ...read.data, params: { ...params, sourceMapURL: sourceMapURL ?? params.sourceMapURL } });
  }

  async #mapWithPaths(file: string): Promise<string | undefined> {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const map = sourceMap.parse(JSON.parse(text));
    const sources = map.sources.map((source) => pathToFileURL(resolve(this.options.directory, source)).href);
    const json = JSON.stringify({ ...map, sources });
    return `data:application/json;charset=utf-8;base64,${Buffer.from(json).toString("base64")}`;
  }
}
