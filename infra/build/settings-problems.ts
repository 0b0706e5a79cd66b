import type { PartialMessage } from "esbuild";
import type { CompilerSettings } from "./compiler-settings.ts";
import { remedied } from "./messages.ts";

/** Settings that make TypeScript emit other code than the bundler makes: nearest file first, each with its remedy. */
export function unsupportedSettings({ chain, options }: CompilerSettings): PartialMessage[] {
  const where = (name: string): string => {
    const path = chain.find(({ options: own }) => own[name] !== undefined)?.path ?? "";
    return path.split("/").slice(-2).join("/");
  };
  const found: PartialMessage[] = [];
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

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
