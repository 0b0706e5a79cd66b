import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { DebugProxy } from "../../cli/dev/debug-proxy.ts";
import { freePort } from "../../offline/endpoint/address.ts";
import { temporaryDirectory, write } from "../infra/project.ts";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly url?: string; readonly sourceMapURL?: string };
}

/** A debugger that is attached through the proxy. */
async function attached(proxy: DebugProxy) {
  const answer = await fetch(`http://127.0.0.1:${proxy.port}/json/list`);
  const [target] = (await answer.json()) as { type: string; webSocketDebuggerUrl: string }[];
  expect(target).toMatchObject({ type: "node", title: "worker" });
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  const messages: Message[] = [];
  const changed = new EventTarget();
  socket.on("message", (data) => {
    messages.push(JSON.parse(String(data)) as Message);
    changed.dispatchEvent(new Event("message"));
  });
  await once(socket, "open");
  const until = async (matches: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = messages.find(matches);
      if (found !== undefined) return found;
      await once(changed, "message");
    }
  };
  return { socket, until };
}

test("waits for a process of the function, and gives its source maps the paths of the sources", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "function.mjs": "process.stdin.resume();\n//# sourceMappingURL=function.mjs.map\n",
    "function.mjs.map": JSON.stringify({ version: 3, sources: ["src/a.ts"], mappings: "AAAA", names: [] }),
  });
  const processPort = await freePort();
  const proxy = await DebugProxy.open(0, { processPort, directory: "/home/me/shop", title: "worker" });
  onTestFinished(() => proxy.close());
  const { socket, until } = await attached(proxy);
  socket.send(JSON.stringify({ id: 1, method: "Debugger.enable" }));

  const inspect = `--inspect=127.0.0.1:${processPort}`;
  const child = spawn(process.execPath, [inspect, join(directory, "function.mjs")], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await until(({ id }) => id === 1);
  const { params } = await until((message) => message.params?.url?.endsWith("/function.mjs") === true);
  expect(params?.url).toBe(pathToFileURL(join(directory, "function.mjs")).href);
  const [, map = ""] = params?.sourceMapURL?.split("base64,") ?? [];
  expect(JSON.parse(Buffer.from(map, "base64").toString())).toEqual({
    version: 3,
    sources: ["file:///home/me/shop/src/a.ts"],
    mappings: "AAAA",
    names: [],
  });

  const closed = once(socket, "close");
  child.kill("SIGKILL");
  await closed;
});

test("has one target, and nothing else", async () => {
  const proxy = await DebugProxy.open(0, { processPort: 1, directory: "/", title: "worker" });
  onTestFinished(() => proxy.close());
  const version = await fetch(`http://127.0.0.1:${proxy.port}/json/version`);
  expect(await version.json()).toMatchObject({ "Protocol-Version": "1.1" });
  expect((await fetch(`http://127.0.0.1:${proxy.port}/else`)).status).toBe(404);
});

test("is refused a port that is taken", async () => {
  const proxy = await DebugProxy.open(0, { processPort: 1, directory: "/", title: "worker" });
  onTestFinished(() => proxy.close());
  await expect(DebugProxy.open(proxy.port, { processPort: 1, directory: "/", title: "worker" })).rejects.toThrow(
    "EADDRINUSE",
  );
});
