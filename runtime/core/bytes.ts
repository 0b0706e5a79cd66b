import { type Content, readText } from "./body.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads bytes as JSON, else as UTF-8 text, else leaves them as bytes: then there is no text. */
export function readBytes(bytes: Uint8Array): Content & { readonly text?: string } {
  try {
    return readText(utf8.decode(bytes));
  } catch {
    return { data: bytes, datacontenttype: "application/octet-stream" };
  }
}
