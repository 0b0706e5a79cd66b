import { createColors } from "picocolors";
import type { Io } from "../../terminal/io.ts";
import { addressOf } from "../drivers/app.ts";
import type { Show } from "./run.ts";

/** Next steps while the offline clouds run: commands that work as they are printed. */
export function nextSteps(shows: readonly (Show & { readonly url: string })[], { colour }: Pick<Io, "colour">): string {
  const pc = createColors(colour);
  return [
    "The offline clouds run until Ctrl-C. Public addresses are reached there, by their Host header:",
    "",
    ...shows.flatMap(({ title, app, url }) => [
      `  ${pc.bold(title)} at ${pc.cyan(url)}`,
      `  ${curl(url, `${addressOf(app.resources.site)}/images?album=summer`)}`,
      `  ${curl(url, addressOf(app.functions.upload))} -d '{"album":"summer","name":"beach.png"}'`,
      "",
    ]),
    "Change a handler in functions/, then deploy it to all of them in another terminal:",
    "",
    "  npx polyfn up -s local --yes",
    "",
  ].join("\n");
}

function curl(endpoint: string, address: string): string {
  const { origin, host, pathname, search } = new URL(address);
  const header = origin === endpoint ? "" : `-H 'Host: ${host}' `;
  return `curl ${header}'${endpoint}${pathname}${search}'`;
}
