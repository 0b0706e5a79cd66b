import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { stubAws } from "./environment.ts";
import { expectedSignature, meaningOf } from "./meaning.ts";
import { type Answer, type Recorded, type Recorder, startRecorder } from "./recorder.ts";
import { sameCalls } from "./same-calls.ts";

let recorder: Recorder;
let answer: (request: Recorded) => Answer;
beforeAll(async () => {
  recorder = await startRecorder((request) => answer(request));
  stubAws({ AWS_ENDPOINT_URL: recorder.url });
});
afterEach(() => {
  recorder.take();
  vi.stubEnv("AWS_SESSION_TOKEN", undefined);
});
afterAll(async () => {
  await recorder[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const calls = sameCalls({
  bucket: "files",
  queue: "http://127.0.0.1/1/jobs",
  fifo: "http://127.0.0.1/1/orders.fifo",
  topic: "arn:aws:sns:us-east-1:1:news",
  bus: "events",
  stream: "clicks",
  table: "rows",
  secret: "token",
  function: "arn:aws:lambda:us-east-1:1:function:worker:live",
});

/** A success without any content. */
const nothing = ({ headers }: Recorded): Answer => {
  const type = String(headers["content-type"] ?? "");
  return { headers: { "content-type": type }, body: type.includes("json") ? "{}" : "" };
};

describe.each(calls)("$title", ({ ours, theirs }) => {
  it("sends the same request as the vendor's SDK, once", async () => {
    answer = nothing;
    await theirs();
    const [sdk, ...more] = recorder.take().map(meaningOf);
    await ours();
    expect(recorder.take().map(meaningOf)).toEqual([sdk]);
    expect(more).toEqual([]);
  });

  it("has a signature that its service accepts", async () => {
    vi.stubEnv("AWS_SESSION_TOKEN", "token/+=");
    answer = nothing;
    await ours();
    const [request] = recorder.take();
    expect(request?.headers.authorization).toBe(await expectedSignature(request as Recorded));
    expect(request?.headers["x-amz-security-token"]).toBe("token/+=");
  });
});

interface SdkError extends Error {
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}
const thrownBy = async (call: () => Promise<unknown>) => {
  const error = await call().then(
    () => undefined,
    (thrown: SdkError) => (thrown.cause instanceof Error ? (thrown.cause as SdkError) : thrown),
  );
  const { name, message, $fault, $metadata } = error ?? {};
  const { httpStatusCode, requestId } = $metadata ?? {};
  return { name, message, $fault, httpStatusCode, requestId };
};

/** Errors as services write them: the code, and for JSON where it stands. */
const JSON_ERRORS = [
  ["__type", "com.amazonaws.service#ResourceNotFoundException"],
  ["__type", "AccessDeniedException"],
  ["__type", "com.amazon.coral.service#UnrecognizedClientException"],
  ["__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"],
  ["x-amzn-errortype", "ValidationException:http://internal.amazon.com/coral/com.amazon.coral.validate/"],
  ["code", "InvalidParameterValueException"],
  ["__type", "com.amazonaws.sqs#QueueDoesNotExist"],
] as const;
const XML_CODES =
  "AccessDenied NoSuchBucket NoSuchUpload InvalidAccessKeyId SignatureDoesNotMatch AuthorizationError EndpointDisabled InvalidParameter ParameterValueInvalid InvalidSecurity KMSAccessDenied KMSDisabled KMSInvalidState KMSNotFound KMSOptInRequired NotFound PlatformApplicationDisabled ValidationException BatchEntryIdsNotDistinct BatchRequestTooLong EmptyBatchRequest InvalidBatchEntryId TooManyEntriesInBatchRequest InvalidClientTokenId".split(
    " ",
  );

const xmlError = (code: string, isForm: boolean): string => {
  const inside = `<Code>${code}</Code><Message>no &lt;way&gt;</Message>`;
  return isForm
    ? `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>${inside}</Error><RequestId>r1</RequestId></ErrorResponse>`
    : `<?xml version="1.0" encoding="UTF-8"?><Error>${inside}<RequestId>r1</RequestId></Error>`;
};

describe("errors", () => {
  it.each(JSON_ERRORS)("have name, message and metadata of the SDK's: %s %s", async (place, code) => {
    answer = () => ({
      status: 400,
      headers: {
        "content-type": "application/json",
        "x-amzn-requestid": "r1",
        ...(place === "x-amzn-errortype" && { [place]: code }),
      },
      body: JSON.stringify({ message: "no way", ...(place !== "x-amzn-errortype" && { [place]: code }) }),
    });
    const isJson = (title: string) => !/object|publish|^(put|get|head|list)$/.test(title);
    for (const { title, ours, theirs } of calls.filter((call) => isJson(call.title)))
      expect(await thrownBy(ours), title).toEqual(await thrownBy(theirs));
  });

  it("have the newer of SQS's two names", async () => {
    answer = () => ({
      status: 400,
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amzn-requestid": "r1",
        "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender",
      },
      body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"}',
    });
    for (const { title, ours, theirs } of calls.filter(({ title }) => /^(send|receive)/.test(title))) {
      const error = await thrownBy(ours);
      expect(error, title).toEqual(await thrownBy(theirs));
      expect(error.name).toBe("QueueDoesNotExist");
    }
  });

  it.each(XML_CODES)("have name, message and metadata of the SDK's: %s in XML", async (code) => {
    // A bucket without the object is no error.
    const isXml = code === "NotFound" ? /publish/ : /object|publish|^(put|get|list)$/;
    for (const { title, ours, theirs } of calls.filter((call) => isXml.test(call.title))) {
      answer = ({ headers }) => ({
        status: 403,
        headers: { "content-type": "text/xml", "x-amz-request-id": "r1", "x-amzn-requestid": "r1" },
        body: xmlError(code, String(headers["content-type"]).includes("form")),
      });
      expect(await thrownBy(ours), title).toEqual(await thrownBy(theirs));
    }
  });

  it.each(calls)("have the same without a body: $title", async ({ ours, theirs }) => {
    answer = () => ({ status: 403 });
    const { message, ...own } = await thrownBy(ours);
    const { message: _, ...sdk } = await thrownBy(theirs);
    expect(own).toEqual(sdk);
    expect(message).toBe("HTTP status 403");
  });

  it.each(calls)("have the same for a page that is not of the service: $title", async ({ ours, theirs }) => {
    answer = () => ({
      status: 400,
      headers: { "content-type": "text/html" },
      body: "<html><h1>Bad Request</h1></html>",
    });
    const [own, sdk] = [await thrownBy(ours), await thrownBy(theirs)];
    expect(own).toMatchObject({ name: "Unknown", httpStatusCode: 400 });
    expect(sdk.name).toBeDefined();
  });
});
