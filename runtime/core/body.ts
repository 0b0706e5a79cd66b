const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Content that may be JSON: what it says and its media type. */
export interface Content {
  readonly data: unknown;
  readonly datacontenttype: string;
}

/** Reads text as JSON; text that isn't JSON stays as it is. */
export function readText(text: string): Content {
  try {
    return { data: JSON.parse(text), datacontenttype: "application/json" };
  } catch {
    return { data: text, datacontenttype: "text/plain" };
  }
}

/** Reads bytes as JSON, else as UTF-8 text, else leaves them as bytes. */
export function readBytes(bytes: Uint8Array): Content {
  try {
    return readText(utf8.decode(bytes));
  } catch {
    return { data: bytes, datacontenttype: "application/octet-stream" };
  }
}
