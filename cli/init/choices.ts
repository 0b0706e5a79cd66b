import { basename } from "node:path";
import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { Io } from "../io.ts";
import { LONGEST_NAME } from "./app-name.ts";
import type { ExistingFolder } from "./existing.ts";
import { LANGUAGES, type Language } from "./language.ts";
import { detectPackageManager, type PackageManager, packageManagers } from "./package-manager.ts";
import { nameOf } from "./propose.ts";
import { clouds as allClouds, type Template, templates } from "./templates.ts";

/** Options as the command line has them. */
export interface Asked {
  readonly language?: string | undefined;
  readonly template?: string | undefined;
  /** With commas. */
  readonly targets?: string | undefined;
  readonly name?: string | undefined;
  readonly packageManager?: string | undefined;
  readonly yes: boolean;
}

/** The choices for a new project. */
export interface Choices {
  readonly name: string;
  readonly language: Language;
  /** None where the folder has a spec or handlers of its own, unless it is asked for. */
  readonly template?: string | undefined;
  readonly clouds: readonly string[];
  readonly manager: PackageManager;
}

const CLOUDS_HINT = "each with its counterpart on this machine";

/** Options first, then the user's answers in a terminal, then defaults. */
export async function choose(asked: Asked, folder: string, existing: ExistingFolder, io: Io): Promise<Choices> {
  const ask = io.interactive && !asked.yes ? io.prompts : undefined;
  const all = await templates();
  const clouds = await allClouds();
  const given = checked(asked, existing, all, clouds);
  const own = existing.spec !== undefined || existing.handlers.length > 0;
  const name =
    given.name ?? existing.name ?? (await ask?.text("Name of the app", nameQuestion(folder))) ?? defaultName(folder);
  const language =
    given.language ??
    existing.spec?.language ??
    (await ask?.select("Language of the spec", LANGUAGES.map(languageChoice), LANGUAGES[0])) ??
    LANGUAGES[0];
  const template =
    given.template ??
    existing.template ??
    (own ? undefined : ((await ask?.select("Template", all.map(templateChoice))) ?? all[0]?.name));
  const chosen =
    given.clouds ??
    existing.clouds ??
    (await ask?.selectSeveral(`Clouds, ${CLOUDS_HINT}`, clouds.map(plainChoice), clouds)) ??
    clouds;
  const manager = given.packageManager ?? (await detectPackageManager(folder));
  return { name, language: language as Language, template, clouds: chosen, manager: managerNamed(manager) };
}

const plainChoice = (value: string) => ({ value, label: value });
const languageChoice = (value: Language) => ({ value, label: value === "yaml" ? "YAML" : "TypeScript" });
const templateChoice = ({ name, summary }: Template) => ({ value: name, label: name, hint: summary });
const nameQuestion = (folder: string) => ({ initial: defaultName(folder), problem: nameProblem });

const managerNamed = (name: string): PackageManager => packageManagers[name] as PackageManager;

/** The folder's name as an app may be named. */
export const defaultName = (folder: string): string => nameOf(basename(folder).toLowerCase()) || "my-app";

const NAME = /^[a-z](-?[a-z0-9])*$/;

const nameProblem = (name: string): string | undefined =>
  name.length <= LONGEST_NAME && NAME.test(name)
    ? undefined
    : `Use a lower-case letter, then up to ${LONGEST_NAME - 1} lower-case letters, digits and single hyphens, none at the end.`;

/** @throws UserError for an option that is none of its values, or contradicts the folder. */
function checked(asked: Asked, existing: ExistingFolder, all: readonly Template[], known: readonly string[]) {
  const { spec } = existing;
  const problem = asked.name === undefined ? undefined : nameProblem(asked.name);
  if (problem !== undefined) throw new UserError(`"${asked.name}" cannot be the name of an app.`, problem);
  const language = oneOf("--language", asked.language, LANGUAGES);
  if (spec !== undefined && language !== undefined && language !== spec.language) {
    throw new UserError(
      `The folder has a spec in another language than ${language}: ${spec.file}.`,
      "Leave out --language, or use another folder.",
    );
  }
  const names = all.map(({ name }) => name);
  const targets = asked.targets?.split(",").map((one) => one.trim());
  return {
    name: asked.name,
    language,
    template: oneOf("--template", asked.template, names),
    clouds: targets?.map((one) => oneOf("--targets", one, known) ?? one),
    packageManager: oneOf("--package-manager", asked.packageManager, Object.keys(packageManagers)),
  };
}

function oneOf<T extends string>(option: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  const meant = nearest(value, known);
  const guess = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  throw new UserError(`${option}: there is no "${value}".`, `Use one of ${known.join(", ")}.${guess}`);
}
