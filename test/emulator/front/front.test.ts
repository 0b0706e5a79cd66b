import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { dirname } from "node:path";
import { rootCertificates } from "node:tls";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { echo } from "../support/echo-service.ts";

const run = promisify(execFile);
let server: AliyunServer;

beforeAll(async () => {
  const isHash = (host: string) => host === "hash.aliyuncs.com";
  const isEmulated = (host: string) => host.endsWith(".aliyuncs.com") && host !== "vpc.aliyuncs.com";
  const echoes = echo({}, (host) => (isEmulated(host) && !isHash(host) ? {} : undefined));
  const hashes = echo({}, (host) => (isHash(host) ? {} : undefined), {
    run: ({ request }) => ({ status: 200, body: createHash("sha256").update(request.body).digest("hex") }),
  });
  server = await startAliyun({ services: { echo: () => echoes, hash: () => hashes } });
});
beforeEach(() => server.journal.clear());
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  readonly agent?: Agent;
  readonly chunked?: boolean;
}

function send(path: string, { method = "GET", headers = {}, body, agent, chunked }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { port: Number(new URL(server.url).port), path, method, headers, agent },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    const write = (): void => {
      if (chunked && body)
        for (let at = 0; at < body.length; at += 65_536) outgoing.write(body.subarray(at, at + 65_536));
      else if (body) outgoing.write(body);
      outgoing.end();
    };
    if (headers.expect) outgoing.once("continue", write);
    else write();
  });
}

/** The output of a program of this machine, with the environment that leads it to the emulator. */
async function runWith(
  environment: Readonly<Record<string, string>>,
  command: string,
  ...args: string[]
): Promise<string> {
  const { stdout } = await run(command, args, { env: { ...process.env, ...environment } });
  return stdout;
}

describe("plain HTTP", () => {
  it("finds the service by the request or by the hostname", async () => {
    expect(JSON.parse((await send("/a?b=%20", { headers: { "x-echo": "1" } })).text)).toMatchObject({
      path: "/a",
      query: "b=%20",
    });
    expect(JSON.parse((await send("/a", { headers: { host: "x.aliyuncs.com:443" } })).text)).toMatchObject({
      host: "x.aliyuncs.com",
    });
    expect(JSON.parse((await send("http://y.aliyuncs.com/a")).text)).toMatchObject({
      host: "y.aliyuncs.com",
      path: "/a",
    });
    expect((await send("/a")).status).toBe(404);
  });

  it("keeps connections alive after every answer", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const method of ["GET", "POST", "HEAD", "GET"]) {
      const { headers } = await send("/a", { method, headers: { "x-echo": "1" }, agent });
      expect(headers.connection).toBe("keep-alive");
    }
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
    agent.destroy();
  });

  it("answers HEAD with the length that GET would have", async () => {
    const get = await send("/a", { headers: { "x-echo": "1" } });
    const head = await send("/a", { method: "HEAD", headers: { "x-echo": "1" } });
    expect(head.text).toBe("");
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });

  it('accepts bodies of 200 MB, chunked as well, after "100 Continue"', async () => {
    const body = Buffer.alloc(200 * 2 ** 20, randomBytes(1024));
    const hash = createHash("sha256").update(body).digest("hex");
    const host = { host: "hash.aliyuncs.com" };
    const length = { "content-length": String(body.length) };
    expect(
      (await send("/a", { method: "PUT", headers: { ...host, ...length, expect: "100-continue" }, body })).text,
    ).toBe(hash);
    expect((await send("/a", { method: "PUT", headers: host, body, chunked: true })).text).toBe(hash);
  });

  it("survives input that is not HTTP", async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () =>
        socket.write("\x00\x01nonsense\r\n\r\n"),
      );
      socket.on("close", () => resolve());
      socket.on("error", () => undefined);
      socket.resume();
    });
    expect((await send("/_polyfn/health")).status).toBe(200);
  });
});

describe("the real hostnames", () => {
  const node = `
    const https = require("node:https"), http = require("node:http"), tls = require("node:tls"), net = require("node:net");
    const { get } = require("node:http");
    const text = (module, url) => new Promise((resolve, reject) => module.get(url, (m) => {
      let all = ""; m.on("data", (d) => { all += d; }); m.on("end", () => resolve(all)); }).on("error", reject));
    const raw = (socket, host) => new Promise((resolve, reject) => {
      let all = ""; socket.on("data", (d) => { all += d; }).on("end", () => resolve(all.split("\\r\\n\\r\\n")[1])).on("error", reject);
      socket.write("GET /raw HTTP/1.0\\r\\nhost: " + host + "\\r\\n\\r\\n"); });
    (async () => {
      const seen = [
        await (await fetch("https://fetch.aliyuncs.com/")).text(),
        await (await fetch("http://fetch.aliyuncs.com:8080/")).text(),
        await text(https, "https://https.aliyuncs.com/"),
        await text(http, "http://http.aliyuncs.com/"),
        await raw(tls.connect(443, "tls.aliyuncs.com"), "tls.aliyuncs.com"),
        await raw(net.connect({ host: "net.aliyuncs.com", port: 80 }), "net.aliyuncs.com"),
      ].map((line) => JSON.parse(line)).map(({ host, secure }) => host + " " + secure);
      console.log(JSON.stringify(seen));
      try { await fetch("https://example.com/"); console.log("reached"); } catch (error) { console.log(error.cause.message); }
    })();`;

  it("lead Node.js clients to the emulator and are refused for other services", async () => {
    const printed = await runWith(server.access.environment, process.execPath, "-e", node);
    const [seen = "", other] = printed.trim().split("\n");
    expect(JSON.parse(seen)).toEqual([
      "fetch.aliyuncs.com true",
      "fetch.aliyuncs.com false",
      "https.aliyuncs.com true",
      "http.aliyuncs.com false",
      "tls.aliyuncs.com true",
      "net.aliyuncs.com false",
    ]);
    expect(other).toBe("polyfn's offline cloud lets nothing through to other networks: example.com:443");
  });

  it("lead Python clients to the emulator and are refused for other services", async () => {
    const python = `
import http.client, json, os, socket, ssl, urllib.request
seen = [json.load(urllib.request.urlopen(url)) for url in ("https://a.aliyuncs.com/", "http://b.aliyuncs.com:8080/")]
connection = http.client.HTTPSConnection("c.aliyuncs.com")
connection.request("GET", "/")
seen.append(json.load(connection.getresponse()))
plain = socket.socket()
plain.connect(("d.aliyuncs.com", 80))
plain.sendall(b"GET / HTTP/1.0\\r\\nhost: d.aliyuncs.com\\r\\n\\r\\n")
seen.append(json.loads(plain.makefile("rb").read().split(b"\\r\\n\\r\\n")[1]))
own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
own.load_verify_locations(cadata=os.environ["OTHER_AUTHORITY"])
seen.append(json.load(urllib.request.urlopen("https://own-authorities.aliyuncs.com/", context=own)))
print(json.dumps([[one["host"], one["secure"]] for one in seen]))
try:
    socket.create_connection(("example.com", 443))
except OSError as error:
    print(error)`;
    const environment = {
      ...server.access.workerEnvironment,
      POLYFN_ALIYUN_OTHERS: "refuse",
      OTHER_AUTHORITY: rootCertificates[0] ?? "",
    };
    const [seen = "", other] = (await runWith(environment, "python3", "-c", python)).trim().split("\n");
    expect(JSON.parse(seen)).toEqual([
      ["a.aliyuncs.com", true],
      ["b.aliyuncs.com", false],
      ["c.aliyuncs.com", true],
      ["d.aliyuncs.com", false],
      ["own-authorities.aliyuncs.com", true],
    ]);
    expect(other).toContain("lets nothing through to other networks: example.com");
  });

  it("are reachable through tunnels, other hosts are not", async () => {
    const curl = (...args: string[]) => runWith(server.access.environment, "curl", "-sS", ...args);
    expect(JSON.parse(await curl("https://z.aliyuncs.com/a"))).toMatchObject({ host: "z.aliyuncs.com", secure: true });
    const plain = ["--proxytunnel", "-x", server.url, "http://z.aliyuncs.com/a"];
    expect(JSON.parse(await curl(...plain))).toMatchObject({ host: "z.aliyuncs.com", secure: false });
    await expect(curl("https://example.com/")).rejects.toThrow(/502/);
    const refused = server.journal.entries.at(-1);
    expect(refused).toMatchObject({ method: "CONNECT", host: "example.com", status: 502 });
    const absolute = await send("http://example.com/");
    expect(absolute.status).toBe(502);
    expect(absolute.text).toContain("no service at example.com");
  });

  it("answer ServiceNotEmulated for a service of the vendor that is not emulated", async () => {
    const curl = (url: string) => runWith(server.access.environment, "curl", "-sS", "-w", " %{http_code}", url);
    const message =
      "polyfn's offline cloud has no service at vpc.aliyuncs.com, and passes nothing on to other networks.";
    const answer = await curl("https://vpc.aliyuncs.com/?Action=DescribeVpcs");
    expect(answer).toMatch(/ 404$/);
    const body = JSON.parse(answer.slice(0, -4));
    expect(body).toMatchObject({
      Code: "ServiceNotEmulated",
      HostId: "vpc.aliyuncs.com",
      Message: message,
    });
    expect(server.journal.entries.at(-1)).toMatchObject({
      id: body.RequestId,
      code: "ServiceNotEmulated",
      status: 404,
    });
  });

  it("have a certificate authority whose key only its owner can read", () => {
    const key = statSync(`${dirname(server.access.certificateFile)}/ca.key`);
    expect(key.mode & 0o077).toBe(0);
    expect(statSync(dirname(server.access.certificateFile)).mode & 0o077).toBe(0);
  });
});

describe("the emulator's API", () => {
  it("reports its health and its services", async () => {
    expect(JSON.parse((await send("/_polyfn/health")).text)).toMatchObject({ ready: true, services: ["echo", "hash"] });
    expect((await send("/_polyfn/healthy")).status).toBe(404);
    expect(JSON.parse((await send("/_polyfn/access")).text)).toEqual(server.access);
  });

  it("lists requests without their bodies or signatures", async () => {
    await send("/a?Signature=secret", {
      method: "POST",
      headers: { "x-echo": "1", authorization: "secret" },
      body: Buffer.from("secret"),
    });
    const { requests } = JSON.parse((await send("/_polyfn/requests")).text) as { requests: { id: string }[] };
    expect(requests).toMatchObject([{ service: "echo", operation: "Echo", method: "POST", path: "/a", status: 200 }]);
    expect(JSON.stringify(requests)).not.toContain("secret");
    expect(JSON.parse((await send(`/_polyfn/requests?after=${requests[0]?.id}`)).text)).toEqual({ requests: [] });
  });

  it("streams requests as they arrive", async () => {
    const following = await fetch(`${server.url}/_polyfn/requests?follow`);
    const reader = following.body?.pipeThrough(new TextDecoderStream()).getReader();
    await send("/one", { headers: { "x-echo": "1" } });
    expect(JSON.parse((await reader?.read())?.value ?? "")).toMatchObject({ path: "/one" });
    await send("/two", { headers: { "x-echo": "1" } });
    expect(JSON.parse((await reader?.read())?.value ?? "")).toMatchObject({ path: "/two" });
    await reader?.cancel();
  });

  it("moves the clock forward only", async () => {
    let fired = 0;
    server.clock.after(60_000, () => {
      fired += 1;
    });
    const advance = (body: string) => send("/_polyfn/clock", { method: "POST", body: Buffer.from(body) });
    expect((await advance('{"advance":"59s"}')).status).toBe(200);
    expect(fired).toBe(0);
    await advance('{"advance":"1.5s"}');
    expect(fired).toBe(1);
    for (const wrong of ['{"advance":"-5m"}', '{"advance":5}', "{", "{}"])
      expect((await advance(wrong)).status).toBe(400);
  });

  it("refuses requests of foreign web pages", async () => {
    const page = (origin: string) => send("/_polyfn/reset", { method: "POST", headers: { origin } });
    expect((await page("https://evil.example")).status).toBe(403);
    expect((await page("null")).status).toBe(403);
    expect((await page("http://localhost:3000")).status).toBe(200);
    expect((await send("/_polyfn/health", { headers: { host: "evil.example" } })).status).toBe(502);
  });
});
