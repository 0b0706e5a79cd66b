import { run } from "../../cli/index.ts";

/** Runs the command line in this process. */
export async function polyfn(cwd: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const code = await run(argv, {
    cwd,
    colour: false,
    signal: new AbortController().signal,
    progress: (line) => {
      written.err += `polyfn ${line}\n`;
    },
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
  });
  return { code, ...written };
}
