import { Command } from "commander";
import { loadSpec } from "../infra/spec-file.ts";
import { listStacks } from "../infra/stack-file.ts";
import { targets } from "../infra/targets.ts";
import { parseApp } from "../model/parse.ts";
import { triggers as kinds } from "../model/triggers/index.ts";
import type { CommandDeclaration } from "./command.ts";

/**
 * The shell's request: the words before the one at the cursor, without the program's own name, and that word so far.
 */
export interface Completion {
  readonly before: readonly string[];
  readonly current: string;
}

/** The line in the variables that the completion script sets. */
export function completionOf({ COMP_LINE = "", COMP_POINT }: Readonly<Record<string, string | undefined>>): Completion {
  const words = COMP_LINE.slice(0, COMP_POINT === undefined ? undefined : Number(COMP_POINT))
    .trimStart()
    .split(/\s+/);
  return { before: words.slice(1, -1), current: words.at(-1) ?? "" };
}

type Commands = Readonly<Record<string, () => Promise<CommandDeclaration>>>;

/** The words that may stand at the cursor; none where any text or a file may. */
export async function candidates({ before, current }: Completion, commands: Commands, cwd: string): Promise<string[]> {
  const [name, ...rest] = before;
  const found =
    name === undefined ? [...Object.keys(commands), "help"] : await within(name, rest, current, commands, cwd);
  return found.filter((word) => word.startsWith(current));
}

async function within(
  name: string,
  words: readonly string[],
  current: string,
  commands: Commands,
  cwd: string,
): Promise<string[]> {
  if (name === "help") return Object.keys(commands);
  const declaration = await commands[name]?.();
  if (declaration === undefined) return [];
  const command = new Command(name);
  declaration.declare(command);
  const previous = words.at(-1) ?? "";
  const option = command.options.find(({ long, short }) => previous !== "" && [long, short].includes(previous));
  if (option !== undefined && !option.isBoolean()) return option.argChoices ?? named(option.attributeName(), cwd);
  if (current.startsWith("-")) return [...command.options.flatMap(({ long }) => long ?? []), "--help"];
  const given = words.filter((word, index) => !word.startsWith("-") && !takesValue(command, words[index - 1]));
  const argument = command.registeredArguments.at(Math.min(given.length, command.registeredArguments.length - 1));
  if (argument === undefined || (given.length >= command.registeredArguments.length && !argument.variadic)) return [];
  return argument.argChoices ?? named(argument.name(), cwd);
}

const takesValue = (command: Command, word: string | undefined): boolean =>
  command.options.some(
    (option) => !option.isBoolean() && word !== undefined && [option.long, option.short].includes(word),
  );

/** Values of an option or argument by its name. A project that can't be read has none. */
async function named(name: string, cwd: string): Promise<string[]> {
  try {
    if (name === "stack") return await listStacks(cwd);
    if (name === "target") return targets();
    if (name === "function") return [...(await functions(cwd)).keys()];
    if (name === "trigger") return triggersIn(await functions(cwd));
    if (name === "kind-or-trigger") return [...Object.keys(kinds), ...(await named("trigger", cwd))];
  } catch {
    return [];
  }
  return [];
}

const functions = async (cwd: string) => parseApp((await loadSpec(undefined, cwd)).input).functions;

const triggersIn = (of: Awaited<ReturnType<typeof functions>>): string[] =>
  [...of.values()].flatMap((fn) => fn.triggers.map((trigger) => `${fn.name}.${trigger.name}`));
