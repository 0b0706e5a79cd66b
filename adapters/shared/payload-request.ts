import { isUtf8 } from "node:buffer";

/** A request's body as front doors hand it over: text where it is UTF-8, else base64. Empty: none. */
export async function payloadBody(
  request: Request,
): Promise<{ readonly body?: string; readonly isBase64Encoded: boolean }> {
  const bytes = Buffer.from(await request.clone().arrayBuffer());
  if (bytes.length === 0) return { isBase64Encoded: false };
  const isText = isUtf8(bytes);
  return { body: bytes.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** Decoded parameters of a query; repeated ones are joined by commas. */
export const joinedQuery = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(",")]));

/** The call that a sender of a webhook makes. */
export const webhookRequest = ({ headers, raw }: { readonly headers: Headers; readonly raw: Uint8Array }): Request =>
  new Request("https://function.example/", { method: "POST", headers, body: new Uint8Array(raw) });
