import type { Message } from "google-protobuf";
import { Struct } from "./protobuf.ts";
import { isObject, isSecret } from "./wire.ts";

/** Removes the secrets of the request from an error message: some APIs repeat a refused value. */
export function redact(text: string, request: Message): string {
  const secrets = properties(request).flatMap((struct) => [...secretTexts(struct.toJavaScript(), false)]);
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[secret]"), text);
}

/** Every property bag of a request of any kind. */
function properties(request: Message): Struct[] {
  const getters = ["getProperties", "getNews", "getOlds", "getInputs", "getOldInputs", "getArgs"] as const;
  const bags = request as Partial<Record<(typeof getters)[number], () => unknown>>;
  return getters.flatMap((getter) => {
    const bag = bags[getter]?.call(request);
    return bag instanceof Struct ? [bag] : [];
  });
}

/** Strings inside secrets. Very short ones are skipped: replacing every "a" would ruin the message and hide nothing. */
function* secretTexts(value: unknown, inside: boolean): Generator<string> {
  if (typeof value === "string") {
    if (inside && value.length > 3) yield value;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* secretTexts(item, inside);
  } else if (isSecret(value)) {
    yield* secretTexts(value.value, true);
  } else if (isObject(value)) {
    for (const inner of Object.values(value)) yield* secretTexts(inner, inside);
  }
}
