import type { MessageOptions } from "../../adapters/operate.ts";
import type { ResolvedResource } from "../../model/resolve.ts";

/** A FIFO queue wants a group for each message, and an identifier where it does not compare bodies. */
export function queueOptions({ spec }: ResolvedResource<"queue">, given: MessageOptions = {}): MessageOptions {
  if (!spec.fifo) return given;
  return { group: "polyfn", ...(!spec.deduplicate && { deduplicationId: crypto.randomUUID() }), ...defined(given) };
}

const defined = (options: MessageOptions): MessageOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
