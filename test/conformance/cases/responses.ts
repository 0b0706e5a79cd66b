import { brotliDecompressSync, gunzipSync, inflateRawSync } from "node:zlib";
import { addressOf } from "../../../offline/drivers/app.ts";
import type { HttpResponse } from "../../../offline/drivers/cloud.ts";
import { type ConformanceCase, expectSame, type Stage } from "../case.ts";
import { RESPONSES, type ResponseRow } from "../response-rows.ts";
import type { ValueTable } from "../value-table.ts";

const handler = "functions/responder.ts";

const DECODERS = { gzip: gunzipSync, deflate: inflateRawSync, br: brotliDecompressSync } as const;

/** The body as the row gives it, decoded as its header says. */
function bodyOf({ headers, body }: HttpResponse): string {
  const coding = headers["content-encoding"] as keyof typeof DECODERS | undefined;
  return (coding === undefined ? body : DECODERS[coding](body)).toString("latin1");
}

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(" | ") : value;

function expectRow({ status, headers, body, is }: ResponseRow, answer: HttpResponse, stage: Stage): void {
  const cloud = stage.given.cloud;
  expectSame(answer.status, status, "the status");
  for (const [name, value] of Object.entries(headers ?? {})) {
    const expected = value !== null && typeof value === "object" ? value[cloud] : value;
    expectSame(headerText(answer.headers[name]) ?? null, expected, `the header ${name}`);
  }
  if (is === "failure") {
    const { requestId, ...more } = JSON.parse(answer.body.toString("utf8")) as { requestId?: unknown };
    expectSame([typeof requestId, more], ["string", {}], "the body");
  } else if (body !== undefined) expectSame(bodyOf(answer), Buffer.from(body).toString("latin1"), "the body");
}

async function expectAll(stage: Stage, site: string, rows = RESPONSES): Promise<void> {
  const problems: string[] = [];
  for (const row of rows) {
    const path = typeof row.path === "string" ? row.path : row.path[stage.given.cloud];
    const answer = await stage.cloud.request(`${site}/${path}`, { method: row.method ?? "GET" });
    try {
      expectRow(row, answer, stage);
    } catch (error) {
      problems.push(`${row.title}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

const ownAddress: ConformanceCase = {
  title: "sends every kind of response from its own URL",
  proves: ["http"],
  parts: { functions: { responder: { handler, triggers: { web: { kind: "http" } }, memory: 512, timeout: "30s" } } },
  run: (stage) => expectAll(stage, addressOf(stage.function("responder"))),
};

const apiAddress: ConformanceCase = {
  title: "sends every kind of response from an api",
  proves: ["http.api"],
  parts: {
    resources: { responseDoor: { kind: "api" } },
    functions: {
      responderRoute: {
        handler,
        triggers: { web: { kind: "http", api: "responseDoor" } },
        memory: 512,
        timeout: "30s",
      },
    },
  },
  run: (stage) => expectAll(stage, addressOf(stage.resource("responseDoor"))),
};

const isEncoded = ({ headers = {} }: ResponseRow): boolean => typeof headers["content-encoding"] === "string";

/** LocalStack's addresses read streams as text and lose their cookies; the shim's own tests show both. */
const STREAMED = RESPONSES.flatMap((row): ResponseRow[] => {
  const { "set-cookie": cookies, ...headers } = row.headers ?? {};
  const isLost = row.body instanceof Uint8Array || isEncoded(row) || row.title === "several cookies";
  if (row.only === "whole" || isLost) return [];
  const decoded = "its status, headers and body, decoded";
  return [cookies === undefined ? row : { ...row, headers, shown: { aws: decoded, aliyun: decoded } }];
});
const WHOLE = "Its Node.js runtime can't stream.";

const streamingAddress: ConformanceCase = {
  title: "sends every kind of response from an address that streams",
  proves: ["http.streaming"],
  beyond: { ministack: WHOLE, "ministack-full": WHOLE },
  parts: {
    functions: {
      streamingResponder: {
        handler,
        triggers: { web: { kind: "http", streaming: true } },
        memory: 512,
        timeout: "30s",
      },
    },
  },
  run: (stage) => expectAll(stage, addressOf(stage.function("streamingResponder")), STREAMED),
};

const failed = ({ status, is }: ResponseRow): string =>
  `${status}${is === "failure" ? " and the request id alone" : ""}`;

/** The caller's view of each response, at an address of the function's own and at an api. */
export const responseTable: ValueTable = {
  name: "responses",
  of: "response of the handler",
  lines: RESPONSES.map((row) => {
    const { aws, aliyun } = row.shown ?? { aws: failed(row), aliyun: failed(row) };
    return { shown: row.title, result: { aws, localstack: aws, aliyun } };
  }),
  proofs: [ownAddress, apiAddress],
};

/** The caller's view of each response at an address that streams it. */
export const streamedTable: ValueTable = {
  name: "streamed",
  of: "response of the handler",
  lines: STREAMED.map((row) => {
    const { aws } = row.shown ?? { aws: failed(row) };
    return { shown: row.title, result: { aws, localstack: aws, aliyun: "not offered" } };
  }),
  proofs: [streamingAddress],
};

export const responseCases = [ownAddress, apiAddress, streamingAddress];
