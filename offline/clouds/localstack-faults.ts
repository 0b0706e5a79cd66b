import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, type FaultInjector, type FaultyKind, type Refusal, type Refusals, refusalOf } from "./faults.ts";

interface FaultyService extends Refusals<Refusal> {
  /** As signatures name it. */
  readonly name: string;
  /** In `AWS_ENDPOINT_URL_<SERVICE>`. */
  readonly variable: string;
  /** An error in the form of the service's protocol. */
  readonly write: (code: string, requestId: string) => { readonly type: string; readonly body: string };
}

const message = (code: string): string => `${code}: this fault is injected by a test.`;

const json = (version: string) => (code: string) => ({
  type: `application/x-amz-json-${version}`,
  body: JSON.stringify({ __type: code, message: message(code) }),
});
const rest = (code: string) => ({
  type: "application/json",
  body: JSON.stringify({ Type: "User", message: message(code), code }),
});
const query = (code: string, requestId: string) => ({
  type: "text/xml",
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message(code)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
});
const xml = (code: string, requestId: string) => ({
  type: "application/xml",
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message(code)}</Message><RequestId>${requestId}</RequestId></Error>`,
});

const throttled = (code = "ThrottlingException"): Refusal => ({ status: 400, code });
const failed = (code: string): Refusal => ({ status: 500, code });

const SERVICES: { readonly [K in FaultyKind]: FaultyService } = {
  bucket: {
    ...{ name: "s3", variable: "S3", write: xml },
    throttled: { status: 503, code: "SlowDown" },
    failed: failed("InternalError"),
  },
  queue: {
    ...{ name: "sqs", variable: "SQS", write: json("1.0") },
    throttled: throttled("RequestThrottled"),
    failed: failed("InternalFailure"),
  },
  topic: {
    ...{ name: "sns", variable: "SNS", write: query },
    throttled: throttled("Throttling"),
    failed: failed("InternalError"),
  },
  stream: {
    ...{ name: "kinesis", variable: "KINESIS", write: json("1.1") },
    throttled: throttled("ProvisionedThroughputExceededException"),
    failed: failed("InternalFailure"),
  },
  table: {
    ...{ name: "dynamodb", variable: "DYNAMODB", write: json("1.0") },
    throttled: throttled("ProvisionedThroughputExceededException"),
    failed: failed("InternalServerError"),
  },
  bus: {
    ...{ name: "events", variable: "EVENTBRIDGE", write: json("1.1") },
    throttled: throttled(),
    failed: failed("InternalException"),
  },
  secret: {
    ...{ name: "secretsmanager", variable: "SECRETS_MANAGER", write: json("1.1") },
    throttled: throttled(),
    failed: failed("InternalServiceError"),
  },
  function: {
    ...{ name: "lambda", variable: "LAMBDA", write: rest },
    throttled: { status: 429, code: "TooManyRequestsException" },
    failed: failed("ServiceException"),
  },
};

/**
 * A proxy on the loopback interface between functions and their server. It answers the calls that a fault meets as the
 * service does, and passes on all others as they are. It ends with this process.
 * @param server Address of the server.
 */
export async function faultProxy(server: string): Promise<FaultInjector> {
  let faults: { readonly fault: Fault; left: number }[] = [];
  const proxy = createServer((asked, answer) => {
    const met = faults.find(({ fault, left }) => left > 0 && SERVICES[fault.kind].name === serviceOf(asked));
    if (met === undefined) passOn(server, asked, answer);
    else {
      met.left -= 1;
      void meet(met.fault, server, asked, answer);
    }
  });
  await new Promise<void>((resolve, reject) => {
    proxy.once("error", reject);
    proxy.listen(0, "127.0.0.1", resolve);
  });
  proxy.unref();
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const variables = Object.values(SERVICES).map(({ variable }) => [`AWS_ENDPOINT_URL_${variable}`, url]);
  return {
    variables: Object.fromEntries(variables),
    async add(fault) {
      faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    async clear() {
      faults = [];
    },
    async stop() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

/** The service in the scope of a signature: `Credential=<key>/<date>/<region>/<service>/aws4_request`. */
function serviceOf({ headers, url = "" }: IncomingMessage): string | undefined {
  const scope = headers.authorization ?? decodeURIComponent(/X-Amz-Credential=([^&]*)/.exec(url)?.[1] ?? "");
  return /\/([\w-]+)\/aws4_request/.exec(scope)?.[1];
}

async function meet(
  { kind, effect, delay = 0 }: Fault,
  server: string,
  asked: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const service = SERVICES[kind];
  const refusal = refusalOf(effect, service);
  if (refusal === undefined) {
    await sleep(delay);
    passOn(server, asked, answer);
    return;
  }
  asked.resume();
  const { status, code } = refusal;
  const requestId = randomUUID();
  const { type, body } = service.write(code, requestId);
  answer.writeHead(status, { "content-type": type, "x-amzn-requestid": requestId, "x-amzn-errortype": code });
  answer.end(asked.method === "HEAD" ? undefined : body);
}

/** The same request, its Host included, which is signed. */
function passOn(server: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { hostname, port } = new URL(server);
  const { method, url: path, rawHeaders: headers } = asked;
  const sent = request({ hostname, port, method, path, headers }, (given) => {
    answer.writeHead(given.statusCode ?? 502, given.rawHeaders);
    given.pipe(answer);
  });
  // The function's own client tries again what fails on the way.
  sent.once("error", () => answer.destroy());
  asked.pipe(sent);
}
