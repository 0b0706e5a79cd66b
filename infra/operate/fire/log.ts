import { UserError } from "../../../model/errors.ts";
import { deployedFunction } from "../deployed-app.ts";
import { type Firing, textOf, unmatched } from "./firing.ts";

/** Writes a line into the log that the trigger follows. */
export const log: Firing<"log"> = {
  takes: ["body"],
  async fire({ app, operator, trigger }, { body }) {
    const { function: followed, pattern } = trigger.spec;
    if (followed === undefined) {
      throw new UserError(
        "The trigger follows a log that polyfn does not own, so polyfn writes no line into it.",
        "Write a line with the cloud's own tools.",
      );
    }
    if (operator.writeLog === undefined) {
      throw new UserError(
        `${app.adapter.title} takes lines of a function's log from the function alone.`,
        `Make the function write one: polyfn invoke ${followed}.`,
      );
    }
    const line = body === undefined ? exampleLine(pattern) : textOf(body);
    const missing = isWords(pattern) ? wordsOf(pattern).find((word) => !line.includes(word)) : undefined;
    if (missing !== undefined) {
      throw unmatched(`The line "${line}" does not contain "${missing}"`, "Give a line that does: --body.");
    }
    await operator.writeLog(deployedFunction(app, followed), line);
    return { sent: `line "${line}" to the log of ${followed}` };
  },
  inputsOf: ({ lines }) => lines.map(({ data }) => ({ body: data.message })),
};

const wordsOf = (pattern: string): string[] => pattern.split(/\s+/).filter((word) => word !== "");

/** Plain words, which every target takes. Anything else is in the target's own language. */
const isWords = (pattern: string): boolean =>
  wordsOf(pattern).every((word) => /^[\w.:-]+$/.test(word) && !word.startsWith("-"));

function exampleLine(pattern: string): string {
  if (isWords(pattern)) return wordsOf(pattern).join(" ") || "hello";
  throw new UserError(
    `No line is generated for the trigger's pattern ${JSON.stringify(pattern)}, which is in the target's own language.`,
    "Give a line that matches: --body.",
  );
}
