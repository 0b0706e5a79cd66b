/** Content that may be JSON: what it says and its media type. */
export interface Content {
  readonly data: unknown;
  readonly datacontenttype: string;
}

/** Reads text as JSON; text that isn't JSON stays as it is. */
export function readText(text: string): Content & { readonly text: string } {
  try {
    return { data: JSON.parse(text), datacontenttype: "application/json", text };
  } catch {
    return { data: text, datacontenttype: "text/plain", text };
  }
}

/** Reads what a function answered: JSON, or any text, as functions without a shim may send it. Nothing is undefined. */
export const readResult = (text: string): unknown => (text === "" ? undefined : readText(text).data);

/**
 * Reads the body of a queue's or topic's message. It is JSON, or Base64 of JSON, as some senders' libraries make it;
 * anything else is text. So text is never taken for Base64 because it happens to look like it.
 */
export function readBody(body: string): ReturnType<typeof readText> & { readonly bytes: Uint8Array } {
  let content = readText(body);
  // JSON never says the same as its own text. Base64 of UTF-8 is what encodes to the same body again.
  if (content.data === body) {
    const text = Buffer.from(body, "base64").toString();
    const decoded = Buffer.from(text).toString("base64") === body ? readText(text) : content;
    if (decoded.data !== decoded.text) content = decoded;
  }
  return { ...content, bytes: new TextEncoder().encode(content.text) };
}
