import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { UserError } from "../../model/errors.ts";
import type { HttpRequest, HttpResponse } from "../operate.ts";

/** As long as a cloud's function may take to answer a request. */
const TIMEOUT_MS = 900_000;

/**
 * Sends a request and returns the response of any status; redirects are not followed.
 * @param endpoint A server on this machine that gets the request in place of the URL's host, which it finds in the Host
 * header: that is how it tells one service, function URL or API from another. `fetch` does not let anyone set Host.
 * @throws UserError where nothing answers.
 */
export async function sendRequest(url: string, options: HttpRequest = {}, endpoint?: string): Promise<HttpResponse> {
  const target = new URL(url);
  const server = new URL(endpoint ?? url);
  const body = options.body === undefined ? undefined : Buffer.from(options.body);
  const headers = {
    accept: "*/*",
    ...options.headers,
    host: target.host,
    ...(body === undefined ? {} : { "content-length": body.length }),
  };
  const send = server.protocol === "https:" ? requestHttps : requestHttp;
  const at = { protocol: server.protocol, hostname: server.hostname.replace(/^\[|\]$/g, ""), port: server.port };
  const path = target.pathname + target.search;
  try {
    return await new Promise<HttpResponse>((resolve, reject) => {
      const sent = send({ ...at, method: options.method ?? "GET", path, headers, timeout: TIMEOUT_MS }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer in ${TIMEOUT_MS / 1000} s`)));
      sent.on("error", reject);
      sent.end(body);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const through = endpoint === undefined ? "" : ` from ${endpoint}`;
    throw new UserError(
      `${target.origin} gave no answer${through}: ${message || code}.`,
      "Check that it runs and can be reached from here.",
      { cause: error },
    );
  }
}
