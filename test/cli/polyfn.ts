import { run } from "../../cli/index.ts";
import type { Io } from "../../terminal/io.ts";
import type { Prompts } from "../../terminal/prompts.ts";

/** The output of a command. */
export interface Written {
  out: string;
  err: string;
}

/** An Io that keeps what is written, of a pipe unless the test says otherwise. */
export function testIo(cwd: string, given: Partial<Io> = {}): { readonly io: Io; readonly written: Written } {
  const written: Written = { out: "", err: "" };
  const io: Io = {
    cwd,
    colour: false,
    errorColour: false,
    columns: 120,
    interactive: false,
    signal: new AbortController().signal,
    killSignal: new AbortController().signal,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    progress: (line) => {
      written.err += `polyfn ${line}\n`;
    },
    prompts: noPrompts,
    ...given,
  };
  return { io, written };
}

const unexpected = (message: string): never => {
  throw new Error(`the test expects no question, but was asked: ${message}`);
};
const noPrompts: Prompts = { confirm: unexpected, text: unexpected, select: unexpected, selectSeveral: unexpected };

/** Runs the command line in this process. */
export async function polyfn(cwd: string, ...argv: string[]): Promise<Written & { code: number }> {
  const { io, written } = testIo(cwd);
  const code = await run(argv, io);
  return { code, ...written };
}
