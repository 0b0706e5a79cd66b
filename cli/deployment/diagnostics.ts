import type { createColors } from "picocolors";
import type { Diagnostic } from "../../offline/engine/events.ts";
import type { Parts } from "./parts.ts";

type Colours = ReturnType<typeof createColors>;

/** The engine's own last words, which say nothing that an error before them does not. */
const EMPTY = /^(update failed|preview failed|refresh failed|destroy failed)$/;

/** The engine's refusal while another one works on the stack, or was killed on another machine. */
const LOCKED = /^error: the stack is currently locked by[\s\S]*?created by ([^\n]+)/;

function inWords(problem: string): string {
  const [, holder] = LOCKED.exec(problem) ?? [];
  return holder === undefined
    ? problem
    : `Another command works on this stack: ${holder}.\n` +
        "-> Wait until it ends. If it was killed on another machine, run `polyfn pulumi -s STACK -- cancel`.";
}

/** Messages of the engine, the program and the providers: each once, about the part of the spec that it concerns. */
export class Diagnostics {
  readonly #seen = new Set<string>();
  readonly #shown: ShownDiagnostic[] = [];
  readonly #output: string[] = [];

  constructor(
    private readonly parts: Parts,
    private readonly colours: Colours,
  ) {}

  /** The text to show for a message; undefined for one that was shown, or that only matters after a failure. */
  add({ severity, message, urn }: Diagnostic): string | undefined {
    if (severity === "info#err") {
      this.#output.push(message);
      return undefined;
    }
    if (EMPTY.test(message) || this.#seen.has(message)) return undefined;
    this.#seen.add(message);
    const about = urn === undefined ? undefined : this.#about(urn);
    this.#shown.push({ severity, message, ...(about !== undefined && { about }) });
    return this.#text(severity, about, message);
  }

  /** The output of a failed engine outside of its messages, and the program's standard error. */
  rest(problems: readonly string[]): string {
    const unsaid = problems.filter((problem) => ![...this.#seen].some((message) => problem.endsWith(message)));
    const lines = [
      ...unsaid.map(inWords),
      ...(this.#shown.some(({ severity }) => severity === "error") ? [] : this.#output),
    ];
    return lines
      .filter((line) => !EMPTY.test(line.replace(/^[^:]*: /, "")))
      .map((line) => `${line}\n`)
      .join("");
  }

  get all(): readonly ShownDiagnostic[] {
    return this.#shown;
  }

  #about(urn: string): string | undefined {
    const [, , types = "", name = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
    const type = types.slice(types.lastIndexOf("$") + 1);
    if (type === "pulumi:pulumi:Stack") return undefined;
    const part = this.parts.of({ urn, type, name });
    return part.name === undefined ? name : `${this.parts.label(part)} (${name})`;
  }

  #text(severity: "warning" | "error", about: string | undefined, message: string): string {
    const c = this.colours;
    const word = severity === "error" ? c.red("error") : c.yellow("warning");
    const [first = "", ...rest] = message.split("\n");
    const place = about === undefined ? "" : `${c.bold(about)}: `;
    return `${word} ${place}${first}\n${rest.map((line) => `    ${line}\n`).join("")}`;
  }
}

/** A message as `--json` reports it. */
export interface ShownDiagnostic {
  readonly severity: "warning" | "error";
  readonly message: string;
  /** The part of the spec and the resource that it concerns. */
  readonly about?: string;
}
