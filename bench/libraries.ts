/** HTTP events in the format of the libraries with which shims are compared: payload format 2.0 of HTTP APIs. */
import type { HttpSubject } from "./http.ts";

const event = (method: string, body?: string) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/items/42",
  rawQueryString: "page=2&tag=a&tag=b",
  cookies: ["session=abc"],
  headers: {
    accept: "application/json",
    "accept-encoding": "gzip",
    "content-type": "application/json",
    host: "abc.example.com",
    "user-agent": "bench",
    "x-amzn-trace-id": "Root=1-5e66d96f-7491f09xmpl79d18acf3d050",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  },
  requestContext: {
    domainName: "abc.example.com",
    http: { method, path: "/items/42", protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "bench" },
    requestId: "id",
    stage: "$default",
    time: "12/Mar/2020:19:03:58 +0000",
    timeEpoch: 1583348638390,
  },
  body,
  isBase64Encoded: false,
});

const PLAIN = `
  export const handler = async ({ rawPath: pathname, headers, body }) => ({
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ pathname, agent: headers["user-agent"], sent: body ? JSON.parse(body) : null }),
  });`;

/** Source of an Express-like handler through serverless-http. It reads the path without an object for the address. */
const EXPRESS = `
  import serverless from "serverless-http";
  export const handler = serverless((request, response) => {
    const sent = request.body?.length ? JSON.parse(request.body.toString()) : null;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ pathname: request.url.split("?")[0], agent: request.headers["user-agent"], sent }));
  });`;

const context = { awsRequestId: "id", getRemainingTimeInMillis: () => 3000 };

/** A handler of such events, from its source. */
export const onEvents = (source: string): HttpSubject => ({ source, event, context });

export const plain = onEvents(PLAIN);
export const express = onEvents(EXPRESS);
