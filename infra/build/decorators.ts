import { createRequire } from "node:module";
import { basename, join } from "node:path";
import type { OnLoadResult } from "esbuild";
import type { CompilerSettings } from "./compiler-settings.ts";
import { remedied } from "./messages.ts";
import { PACKAGE_ROOT } from "./paths.ts";

type Compiler = typeof import("typescript");

/** True if a source needs more than the bundler does with it. */
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
  const compiler = usable(installed(directory));
  if (!("transpileModule" in compiler)) return { errors: [compiler] };
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

type Problem = ReturnType<typeof remedied>;

/** The first compiler that a program can call, or why there is none. TypeScript 7 has no function for programs. */
export function usable(compilers: readonly Compiler[]): Compiler | Problem {
  const [first] = compilers;
  if (first === undefined) return NO_COMPILER;
  return compilers.find(({ transpileModule }) => transpileModule !== undefined) ?? withoutInterface(first);
}

const NO_COMPILER = remedied(
  "The TypeScript settings ask for emitDecoratorMetadata, which needs the TypeScript compiler, and it is not installed",
  "Install it beside the spec (npm install --save-dev typescript@6), or remove emitDecoratorMetadata.",
);

const withoutInterface = ({ version }: Compiler): Problem =>
  remedied(
    `The TypeScript settings ask for emitDecoratorMetadata, and other programs cannot call the installed TypeScript ${version}`,
    "Install TypeScript 6 or 5 beside the spec (npm install --save-dev typescript@6), or remove emitDecoratorMetadata.",
  );

/** As the bundler decides for the sources that it compiles itself. */
export function definesFields({ options }: CompilerSettings): boolean {
  const { useDefineForClassFields: given, target } = options;
  if (typeof given === "boolean") return given;
  return typeof target !== "string" || /^es(?:next|20(?:2[2-9]|[3-9]\d))$/i.test(target);
}

const known = new Map<string, readonly Compiler[]>();

/** The compilers beside the spec and beside polyfn. */
function installed(directory: string): readonly Compiler[] {
  const before = known.get(directory);
  if (before !== undefined) return before;
  const found = [join(directory, "spec"), join(PACKAGE_ROOT, "polyfn")].flatMap((from) => required(from) ?? []);
  known.set(directory, found);
  return found;
}

function required(from: string): Compiler | undefined {
  try {
    return createRequire(from)("typescript");
  } catch {
    return undefined;
  }
}
