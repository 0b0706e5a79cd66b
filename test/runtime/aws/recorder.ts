import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it stood on the wire. */
export interface Recorded {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server's answer. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Recorder extends AsyncDisposable {
  readonly url: string;
  /** Requests since the last `take`. */
  take(): readonly Recorded[];
}

/** Answers a request, or passes it on to the server at the address. */
type Behaviour = string | ((request: Recorded) => Answer | Promise<Answer>);

/** A server on the loopback interface that records requests. */
export async function startRecorder(behaviour: Behaviour): Promise<Recorder> {
  let recorded: Recorded[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "", url: target = "", headers } = incoming;
    const seen = { method, target, headers, body: Buffer.concat(chunks) };
    recorded.push(seen);
    const answer = typeof behaviour === "string" ? await pass(behaviour, seen) : await behaviour(seen);
    const { status = 200, headers: sent = {}, body = "" } = answer;
    outgoing.writeHead(status, sent).end(method === "HEAD" ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    take() {
      const taken = recorded;
      recorded = [];
      return taken;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(upstream: string, { method, target, headers, body }: Recorded): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(upstream + target, { method, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const { "transfer-encoding": _, connection: __, ...sent } = response.headers;
      resolve({
        status: response.statusCode,
        headers: sent as Record<string, string>,
        body: Buffer.concat(chunks),
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}
