import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tag, tagsOf } from "../../../offline/plugins/aws/apigateway/shared.ts";
import * as v2 from "../../../offline/plugins/aws/apigatewayv2/shared.ts";
import { type AwsContext, ClientCache } from "../../../offline/plugins/aws/clients.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const streams: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify({ StreamNames: ["clicks"], HasMoreStreams: false }));
};
const page: Answer = (_request, response) => {
  response.writeHead(404, { "content-type": "text/html" });
  response.end("<!doctype html><title>404 Not Found</title>");
};
const notFound: Answer = (_request, response) => {
  response.writeHead(404, { "content-type": "application/json", "x-amzn-errortype": "NotFoundException" });
  response.end(JSON.stringify({ message: "Invalid API identifier" }));
};

let server: Server;
let answer: Answer;
let aws: AwsContext;

/** Node.js's plain server supports HTTP/1.1 only. */
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const clients = new ClientCache((_service, region) => ({
    ...{ region, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 },
  }));
  aws = { client: (service: never) => clients.get(service, "us-east-1") } as unknown as AwsContext;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

it("lists streams of a server that supports HTTP/1.1 only", async () => {
  answer = streams;
  expect((await (await aws.client("kinesis")).listStreams({})).StreamNames).toEqual(["clicks"]);
});

for (const [name, gateway] of [
  ["REST APIs", { tag, tagsOf }],
  ["HTTP APIs", v2],
] as const) {
  it(`keeps the tags from the inputs when the server does not serve tags of ${name}`, async () => {
    answer = page;
    await gateway.tag(aws, "arn:aws:apigateway:us-east-1::/restapis/a", { old: "1" }, { new: "2" });
    expect(await gateway.tagsOf(aws, "arn:aws:apigateway:us-east-1::/restapis/a", { new: "2" })).toEqual({ new: "2" });
  });

  it(`reports a missing resource when tagging ${name}`, async () => {
    answer = notFound;
    const change = gateway.tag(aws, "arn:aws:apigateway:us-east-1::/restapis/a", {}, { new: "2" });
    await expect(change).rejects.toThrow("Invalid API identifier");
  });
}
