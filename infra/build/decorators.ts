import { createRequire } from "node:module";
import { basename, join } from "node:path";
import type { OnLoadResult } from "esbuild";
import type { CompilerSettings } from "./compiler-settings.ts";
import { remedied } from "./messages.ts";
import { PACKAGE_ROOT } from "./paths.ts";

type Compiler = typeof import("typescript");

/** Whether a source needs more than the bundler does with it. */
export const needsCompiler = (path: string, text: string, { options }: CompilerSettings): boolean =>
  /\.[cm]?tsx?$/.test(path) &&
  options.emitDecoratorMetadata === true &&
  options.experimentalDecorators === true &&
  /(?:^|[^\w.$])@[A-Za-z_$(]/m.test(text);

/**
 * Compiles a source with decorators by the TypeScript compiler that the user has installed, because the bundler leaves
 * out the types of parameters and fields that `emitDecoratorMetadata` asks for.
 */
export function compileDecorators(
  path: string,
  text: string,
  settings: CompilerSettings,
  directory: string,
): OnLoadResult {
  const compiler = load(directory);
  if (compiler === undefined) return { errors: [NO_COMPILER] };
  const { outputText } = compiler.transpileModule(text, {
    fileName: basename(path),
    compilerOptions: {
      target: compiler.ScriptTarget.ES2022,
      module: compiler.ModuleKind.ESNext,
      jsx: compiler.JsxEmit.Preserve,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: definesFields(settings),
      verbatimModuleSyntax: settings.options.verbatimModuleSyntax === true,
      isolatedModules: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  // As TypeScript, of which an import may name a type that has no value at run time.
  return { contents: outputText, loader: path.endsWith("x") ? "tsx" : "ts" };
}

const NO_COMPILER = remedied(
  "The TypeScript settings ask for emitDecoratorMetadata, which needs the TypeScript compiler, and it is not installed",
  "Install it beside the spec (npm install --save-dev typescript), or remove emitDecoratorMetadata.",
);

/** As the bundler decides for the sources that it compiles itself. */
export function definesFields({ options }: CompilerSettings): boolean {
  const { useDefineForClassFields: given, target } = options;
  if (typeof given === "boolean") return given;
  return typeof target !== "string" || /^es(?:next|20(?:2[2-9]|[3-9]\d))$/i.test(target);
}

const loaded = new Map<string, Compiler | undefined>();

function load(directory: string): Compiler | undefined {
  if (!loaded.has(directory)) {
    const found = [join(directory, "spec"), join(PACKAGE_ROOT, "polyfn")].flatMap((from) => required(from) ?? []);
    loaded.set(directory, found[0]);
  }
  return loaded.get(directory);
}

function required(from: string): Compiler | undefined {
  try {
    return createRequire(from)("typescript");
  } catch {
    return undefined;
  }
}
