import type { DeployedPart, HttpRequest, LogLine, LogPage, Operator } from "../../adapters/operate.ts";
import { queueOptions } from "../../infra/operate/queue-options.ts";
import { UserError } from "../../model/errors.ts";
import type { ResolvedResource } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { readBody } from "../../runtime/core/body.ts";
import { toJson } from "../../runtime/core/json.ts";
import { TableInput } from "../../runtime/core/table-input.ts";
import { InvocationError } from "../../runtime/errors.ts";
import type { LoggedLine } from "../handler/types.ts";
import type { TargetApp } from "./deployed-app.ts";
import { HttpAnswer } from "./http-answer.ts";
import { missingAccess } from "./refused.ts";
import type {
  ApiHandle,
  BucketHandle,
  BusHandle,
  FunctionHandle,
  QueueHandle,
  SecretHandle,
  StreamHandle,
  TableHandle,
  TopicHandle,
} from "./types.ts";

type Open = () => Promise<Operator>;
type HandleFactory<K extends ResourceKind> = (part: DeployedPart, open: Open, resource: ResolvedResource<K>) => object;

const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === "string" ? Buffer.from(body) : body);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const bucket: HandleFactory<"bucket"> = (part, open): BucketHandle => ({
  async put(key, body, { contentType } = {}) {
    await (await open()).putObject(part, key, bytesOf(body), contentType);
  },
  async get(key) {
    const found = await (await open()).getObject(part, key);
    return found && new Uint8Array(found);
  },
  async text(key) {
    const found = await (await open()).getObject(part, key);
    return found && text(found);
  },
  delete: async (key) => (await open()).deleteObject(part, key),
  list: async (prefix) => [...(await (await open()).listObjects(part, prefix))],
});

const queue: HandleFactory<"queue"> = (part, open, resource): QueueHandle => ({
  send: async (data, options) => (await open()).sendMessage(part, toJson(data), queueOptions(resource, options)),
  receive: async () => (await (await open()).takeMessages(part)).map((body) => readBody(body).data),
});

const topic: HandleFactory<"topic"> = (part, open): TopicHandle => ({
  publish: async (data, { attributes } = {}) => (await open()).publish(part, toJson(data), attributes),
});

const stream: HandleFactory<"stream"> = (part, open): StreamHandle => ({
  put: async ({ key, data }) => (await open()).putRecord(part, key, toJson(data)),
});

const bus: HandleFactory<"bus"> = (part, open): BusHandle => ({
  put: async (event) => (await open()).putEvent(part, { source: "test", ...event }),
});

/** Rows and keys are checked as a handler's client does: some services take a row without its key. */
const table: HandleFactory<"table"> = (part, open, { name, spec }): TableHandle => {
  const input = new TableInput(name, spec);
  return {
    async put(row) {
      input.put(row, {});
      await (await open()).putRow(part, row);
    },
    async get(key) {
      input.get(key, {});
      return (await open()).getRow(part, key);
    },
    async delete(key) {
      input.delete(key);
      await (await open()).deleteRow(part, key);
    },
    query: async (column, value) => [...(await (await open()).queryRows(part, column, value))],
  };
};

const secret: HandleFactory<"secret"> = (part, open): SecretHandle => ({
  value: async () => (await open()).readSecret(part),
});

const api: HandleFactory<"api"> = (part, open): ApiHandle => ({
  request: (path, request) => send(open, part, path, request),
});

const HANDLES: { readonly [K in ResourceKind]: HandleFactory<K> } = {
  bucket,
  queue,
  topic,
  stream,
  bus,
  table,
  secret,
  api,
  key: () => ({}),
};

/** The handle of a resource; the compiler cannot see that a resource and the entry of its kind belong together. */
export const resourceHandle = <K extends ResourceKind>(
  resource: ResolvedResource<K>,
  part: DeployedPart,
  open: Open,
): object => ({ ...part, ...(HANDLES[resource.kind] as HandleFactory<K>)(part, open, resource) });

/** A request to a deployed address. @param path Below the address: "/images?album=summer". */
async function send(open: Open, part: DeployedPart, path: string, request?: HttpRequest): Promise<HttpAnswer> {
  if (part.url === undefined) {
    throw new UserError(
      `"${part.name}" has no address.`,
      "Only apis and functions with an http or webhook trigger of their own have one.",
    );
  }
  const url = `${part.url.replace(/\/$/, "")}${path.startsWith("/") ? path : `/${path}`}`;
  const { status, headers, body } = await (await open()).request(url, request);
  return new HttpAnswer(status, [headers["content-type"]].flat()[0], body.toString());
}

/** The handle of a function, without its triggers. */
export function functionHandle(target: TargetApp, name: string, part: DeployedPart): FunctionHandle {
  return {
    ...part,
    async invoke(payload) {
      const operator = await target.operator();
      const { payload: answer = "", error } = await operator.invoke(part, { payload: toJson(payload), mode: "sync" });
      const result = answer === "" ? undefined : readBody(answer).data;
      if (error === undefined) return result;
      const { errorType = error, errorMessage = answer } = {
        ...(result as { errorType?: string; errorMessage?: string }),
      };
      const missing = missingAccess(target, name, `${errorType}: ${errorMessage}`);
      throw new InvocationError(`function "${name}" failed: ${errorType}: ${errorMessage}${missing}`, name, errorType);
    },
    async invokeAsync(payload) {
      await (await target.operator()).invoke(part, { payload: toJson(payload), mode: "async" });
    },
    request: (path, request) => send(target.operator, part, path, request),
    logs: () => logsOf(target, name, part),
  };
}

/** Longer ago than any test runs. */
const START = new Date(0);

/** The lines that the handler logged, oldest first, without what differs from call to call. */
async function logsOf(target: TargetApp, name: string, part: DeployedPart): Promise<readonly LoggedLine[]> {
  const lines = await linesSince(await target.operator(), part, target.since ?? START);
  return lines.flatMap((line) => {
    const { data } = readBody(line.text.slice(Math.max(0, line.text.indexOf("{"))).trim());
    if (typeof data !== "object" || data === null || !("level" in data) || !("message" in data)) return [];
    const { time: _, requestId: __, ...logged } = data as unknown as LoggedLine;
    const missing = logged.level === "error" ? missingAccess(target, name, line.text) : "";
    return [(missing === "" ? logged : { ...logged, hint: missing.trim() }) as LoggedLine];
  });
}

/** All that a function wrote since a time, page by page. */
export async function linesSince(operator: Operator, part: DeployedPart, since: Date): Promise<readonly LogLine[]> {
  const all: LogLine[] = [];
  let page: LogPage | undefined;
  do {
    page = await operator.logs(part, { since, ...(page && { cursor: page.cursor }) });
    all.push(...page.lines);
  } while (page.more);
  return all;
}
