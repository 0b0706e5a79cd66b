import { request as httpRequest } from "node:http";
import type { HttpRequest, HttpResponse } from "./cloud.ts";

/**
 * Sends a request for a public address to the endpoint instead, with the address's host in the Host header: that is
 * how offline servers tell one service, function URL or API from another. `fetch` can't be used, because it
 * doesn't let anyone set Host.
 */
export function hostHeaderRequest(endpoint: URL, url: string, options: HttpRequest = {}): Promise<HttpResponse> {
  const target = new URL(url);
  const body = options.body === undefined ? undefined : Buffer.from(options.body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: endpoint.hostname,
        port: endpoint.port || 80,
        method: options.method ?? "GET",
        path: target.pathname + target.search,
        headers: {
          accept: "*/*",
          ...options.headers,
          host: target.host,
          ...(body === undefined ? {} : { "content-length": body.length }),
        },
        timeout: 30_000,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    request.on("timeout", () => request.destroy(new Error(`no answer from ${target.host} in 30 s`)));
    request.on("error", reject);
    request.end(body);
  });
}
