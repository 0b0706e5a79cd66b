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
