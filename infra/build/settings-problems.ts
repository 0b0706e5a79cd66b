import { basename, dirname, relative, sep } from "node:path";
import type { PartialMessage } from "esbuild";
import type { CompilerSettings } from "./compiler-settings.ts";
import { definesFields } from "./decorators.ts";
import { hasJsx } from "./js-uses.ts";
import { remedied } from "./messages.ts";

/** Settings of a source that the bundler cannot follow, where that depends on the source. */
export function unsupportedInSource(source: string, text: string, settings: CompilerSettings): PartialMessage[] {
  return [...otherProject(source, settings), ...keptJsx(source, text, settings)];
}

/** Settings that change the emitted code, with their defaults. */
const EMITTING = {
  baseUrl: undefined,
  paths: undefined,
  jsx: "react",
  jsxFactory: undefined,
  jsxFragmentFactory: undefined,
  jsxImportSource: undefined,
  experimentalDecorators: false,
  emitDecoratorMetadata: false,
  verbatimModuleSyntax: false,
  moduleSuffixes: undefined,
} as const;

/** A source that belongs to a project of `references` has that project's settings, which the bundler does not read. */
function otherProject(source: string, settings: CompilerSettings): PartialMessage[] {
  const project = settings.projects.find(({ has }) => has(source));
  if (project === undefined) return [];
  const own = { ...emitting(settings) };
  const differing = Object.entries(emitting(project.settings)).filter(([name, value]) => own[name] !== value);
  if (differing.length === 0) return [];
  const name = basename(project.path);
  const root = settings.chain[0]?.path ?? "";
  const extended = relative(dirname(root), project.path).split(sep).join("/");
  return [
    remedied(
      `${basename(root)} refers to ${name}, whose ${differing.map(([one]) => one).join(", ")} changes the code that TypeScript emits, and the bundler reads no references`,
      `Add "extends": "./${extended}" to ${basename(root)}, or move these settings into a file that both extend.`,
    ),
  ];
}

const emitting = (settings: CompilerSettings): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(EMITTING).map(([name, unset]) => {
      const value = settings.options[name] ?? unset;
      return [name, typeof value === "object" ? JSON.stringify(value) : value];
    }),
  ),
  useDefineForClassFields: definesFields(settings),
});

/** JSX that TypeScript leaves to another compiler: the bundler would guess the functions to call. */
function keptJsx(source: string, text: string, settings: CompilerSettings): PartialMessage[] {
  const { jsx, jsxFactory, jsxImportSource } = settings.options;
  if (!/\.[jt]sx$/.test(source) || (jsx !== "preserve" && jsx !== "react-native")) return [];
  if (/@jsx(?:ImportSource)?\s/.test(text) || (jsxFactory !== undefined && jsxImportSource === undefined)) return [];
  if (jsxImportSource === undefined && /\bReact\b/.test(text)) return [];
  if (!hasJsx(source, text)) return [];
  const [{ path }] = [settings.chain.find(({ options }) => options.jsx !== undefined) ?? { path: "" }];
  return [
    remedied(
      `jsx: ${jsx} in ${path.split("/").slice(-2).join("/")} leaves JSX to another compiler, so it is not known which calls it stands for`,
      'Set jsx to "react-jsx" with jsxImportSource, or to "react" with jsxFactory.',
    ),
  ];
}

/** Settings that make TypeScript emit other code than the bundler makes: nearest file first, each with its remedy. */
export function unsupportedSettings({ chain, circle, options }: CompilerSettings): PartialMessage[] {
  const where = (name: string): string => {
    const path = chain.find(({ options: own }) => own[name] !== undefined)?.path ?? "";
    return path.split("/").slice(-2).join("/");
  };
  const found: PartialMessage[] = circle === undefined ? [] : [circular(circle)];
  if (list(options.plugins).some((plugin) => typeof plugin === "object" && plugin !== null && "transform" in plugin)) {
    found.push(
      remedied(
        `plugins in ${where("plugins")} names a transformer, which changes the code that TypeScript emits, and the bundler does not run it`,
        "Compile these sources with their own compiler and name its output as the handler, or remove the transformer.",
      ),
    );
  }
  if (list(options.moduleSuffixes).some((suffix) => suffix !== "")) {
    found.push(
      remedied(
        `moduleSuffixes in ${where("moduleSuffixes")} makes imports mean other files, and the bundler does not know it`,
        "Remove it, and name the files in full where they are imported.",
      ),
    );
  }
  return found;
}

function circular(files: readonly string[]): PartialMessage {
  const folder = dirname(files[0] ?? "");
  const names = files.map((file) => relative(folder, file).split(sep).join("/"));
  return remedied(
    `extends in ${names[0]} leads back to the file itself, which TypeScript refuses: ${names.join(" -> ")}`,
    "Remove one of these extends.",
  );
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
