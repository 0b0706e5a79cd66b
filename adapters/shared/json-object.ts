/** The object in a text that is JSON; undefined for any other text. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Name of the error in the answer of a failed call, as both Node.js and Python runtimes write it. */
export function errorTypeIn(payload: string): string | undefined {
  const name = objectIn(payload)?.errorType;
  return typeof name === "string" && name !== "" ? name : undefined;
}
