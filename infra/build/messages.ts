import type { Message, PartialMessage } from "esbuild";

/** An error of the build's own plugins, with its remedy, as the bundler carries it. */
export const remedied = (text: string, remedy: string): PartialMessage => ({ text, detail: { remedy } });

/** The remedy that a plugin of the build gave; none for the bundler's own messages. */
export function remedyOf({ detail }: Pick<Message, "detail">): string | undefined {
  const given: unknown =
    typeof detail === "object" && detail !== null && "remedy" in detail ? detail.remedy : undefined;
  return typeof given === "string" ? given : undefined;
}
