import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Server } from "node:net";

/** A call of a JSON service: `PutItem` and its input. */
export interface JsonCall {
  readonly action: string;
  readonly input: Readonly<Record<string, never>>;
}

type Item = Readonly<Record<string, unknown>>;
interface BatchWrite {
  readonly RequestItems: Readonly<
    Record<
      string,
      readonly { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } }[]
    >
  >;
}
interface BatchGet {
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
}
interface StoredFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers AWS' clients in this process: keeps rows and objects as they were sent, and all calls that were made. */
export interface AwsServices extends AsyncDisposable {
  readonly calls: JsonCall[];
  /** Requests for objects, as they stood on the wire. */
  readonly requests: string[];
  /** Answers an action from now on. */
  on(action: string, answer: (input: never) => object): void;
}

const text = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => resolve(Buffer.concat(parts)));
  });

export async function startAws(): Promise<AwsServices> {
  const calls: JsonCall[] = [];
  const requests: string[] = [];
  const answers = new Map<string, (input: never) => object>(tableAnswers());
  const files = new Map<string, StoredFile>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const body = await text(request);
    if (request.headers["content-type"]?.includes("form-urlencoded")) return answerForm(calls, body, response);
    const action = String(request.headers["x-amz-target"] ?? "").split(".")[1];
    if (action === undefined) {
      requests.push(`${request.method} ${request.url}`);
      return answerFile(files, request, body, response);
    }
    const input = JSON.parse(body.toString()) as JsonCall["input"];
    calls.push({ action, input });
    response.setHeader("content-type", "application/x-amz-json-1.0");
    return response.end(JSON.stringify(answers.get(action)?.(input as never) ?? {}));
  };
  const server = createServer(answer);
  const url = await listen(server);
  const keys = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
  Object.assign(process.env, { AWS_ENDPOINT_URL: url, ...keys });
  return {
    calls,
    requests,
    on: (action, answer) => void answers.set(action, answer),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Calls with forms, of which only the number of messages is looked at. */
function answerForm(calls: JsonCall[], body: Buffer, response: ServerResponse): ServerResponse {
  const form = new URLSearchParams(body.toString());
  const action = form.get("Action") ?? "";
  const count = [...form.keys()].filter((name) => name.endsWith(".Id")).length;
  calls.push({ action, input: { count } as never });
  return response.end(`<${action}Response><${action}Result><Failed/></${action}Result></${action}Response>`);
}

/** Rows by their column `id`. */
function tableAnswers(): [string, (input: never) => object][] {
  const rows = new Map<string, Item>();
  const idOf = ({ id }: Item): string => JSON.stringify(id);
  return [
    ["PutItem", ({ Item }: { Item: Item }) => rows.set(idOf(Item), Item) && {}],
    ["GetItem", ({ Key }: { Key: Item }) => ({ Item: rows.get(idOf(Key)) })],
    [
      "BatchWriteItem",
      ({ RequestItems }: BatchWrite) => {
        for (const { PutRequest, DeleteRequest } of Object.values(RequestItems).flat()) {
          if (PutRequest) rows.set(idOf(PutRequest.Item), PutRequest.Item);
          if (DeleteRequest) rows.delete(idOf(DeleteRequest.Key));
        }
        return {};
      },
    ],
    [
      "BatchGetItem",
      ({ RequestItems }: BatchGet) => {
        const found = Object.entries(RequestItems).map(([table, { Keys }]) => [
          table,
          Keys.flatMap((key) => rows.get(idOf(key)) ?? []),
        ]);
        return { Responses: Object.fromEntries(found) };
      },
    ],
    ["DeleteItem", ({ Key }: { Key: Item }) => ({ gone: rows.delete(idOf(Key)) })],
  ];
}

function answerFile(
  files: Map<string, StoredFile>,
  { method, url = "", headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): ServerResponse {
  const { pathname, searchParams } = new URL(`http://x${url}`);
  // As it stands on the wire: a URL takes dot segments out.
  const path = url.split("?")[0] ?? "";
  if (searchParams.has("list-type")) return response.end(listing(files, pathname, searchParams.get("prefix") ?? ""));
  if (method === "PUT") {
    const kept = Object.entries(headers).filter(([name]) => name.startsWith("x-amz-meta-"));
    files.set(path, { body, headers: Object.fromEntries(kept) as Record<string, string> });
    return response.end();
  }
  if (method === "DELETE") files.delete(path);
  const file = files.get(path);
  if (file === undefined)
    return response.writeHead(method === "DELETE" ? 204 : 404).end(method === "GET" ? MISSING : "");
  for (const [name, value] of Object.entries(file.headers)) response.setHeader(name, value);
  response.setHeader("content-length", file.body.length);
  return response.end(method === "HEAD" ? undefined : file.body);
}

const MISSING = "<Error><Code>NoSuchKey</Code></Error>";

function listing(files: ReadonlyMap<string, StoredFile>, bucket: string, prefix: string): string {
  const start = bucket.endsWith("/") ? bucket : `${bucket}/`;
  const keys = [...files.keys()].map((path) => decodeURIComponent(path.slice(start.length)));
  const found = keys.filter((key) => key.startsWith(prefix)).map((key) => `<Key>${encodeURIComponent(key)}</Key>`);
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${found.map((key) => `<Contents>${key}</Contents>`).join("")}</ListBucketResult>`;
}
