import { InterruptedError } from "../model/errors.ts";

/** Questions to the user. Each rejects with InterruptedError when the user presses Ctrl-C. */
export interface Prompts {
  confirm(message: string, initial?: boolean): Promise<boolean>;
  text(message: string, options?: TextOptions): Promise<string>;
  select(message: string, choices: readonly Choice[], initial?: string): Promise<string>;
  /** At least one. */
  selectSeveral(message: string, choices: readonly Choice[], initial?: readonly string[]): Promise<readonly string[]>;
}

export interface TextOptions {
  /** The answer when the user only presses Enter. */
  readonly initial?: string;
  /** Returns why an answer is not possible; undefined when it is. */
  readonly problem?: (answer: string) => string | undefined;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** Asks on standard error, so that standard output has only the command's result. */
export const prompts: Prompts = {
  async confirm(message, initial = false) {
    const { confirm } = await import("@clack/prompts");
    return answered(await confirm({ message, initialValue: initial, output: process.stderr }));
  },
  async text(message, { initial, problem } = {}) {
    const { text } = await import("@clack/prompts");
    const answer = await text({
      message,
      output: process.stderr,
      ...(initial !== undefined && { placeholder: initial, defaultValue: initial }),
      validate: (value) => problem?.(value === undefined || value === "" ? (initial ?? "") : value),
    });
    return answered(answer);
  },
  async select(message, choices, initial) {
    const { select } = await import("@clack/prompts");
    const options = [...choices];
    return answered(
      await select({ message, options, output: process.stderr, ...(initial && { initialValue: initial }) }),
    );
  },
  async selectSeveral(message, choices, initial = []) {
    const { multiselect } = await import("@clack/prompts");
    const options = [...choices];
    return answered(
      await multiselect({ message, options, initialValues: [...initial], required: true, output: process.stderr }),
    );
  },
};

/** The library answers with a symbol after Ctrl-C. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new InterruptedError();
  return answer as Exclude<T, symbol>;
}
