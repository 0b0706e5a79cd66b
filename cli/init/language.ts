import { loadSpec } from "../../infra/spec-file.ts";
import type { AppInput } from "../../model/app.ts";
import { specTypes, yamlSpec } from "./spec-text.ts";
import { type Files, templateFiles, templateSpec } from "./templates.ts";

/** Languages that a spec can be written in. */
export const LANGUAGES = ["typescript", "yaml"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The files of a template with its spec in a language. Handlers and tests are in TypeScript in any case. */
export async function filesInLanguage(template: string, app: string, language: Language): Promise<Files> {
  const files = await templateFiles(template, app);
  if (language === "typescript") return files;
  const { input } = await loadSpec(templateSpec(template), process.cwd());
  const spec = { ...(input as AppInput), name: app };
  const others = [...files].filter(([path]) => path !== "polyfn.config.ts");
  return new Map([
    ["polyfn.yaml", yamlSpec(spec)],
    ["functions/spec.ts", specTypes(spec)],
    ...others.map(([path, text]) => [path, withYaml(path, text)] as const),
  ]);
}

const TYPE = 'typeof import("../polyfn.config.ts").default';
const IMPORT = 'import spec from "../polyfn.config.ts";\n';

/** A handler or test that takes its types from `functions/spec.ts`, and a test that loads its spec from the file. */
function withYaml(path: string, text: string): string {
  const types = path.startsWith("functions/") ? "./spec.ts" : "../functions/spec.ts";
  const typed = text.replaceAll(TYPE, `import("${types}").Spec`);
  if (!typed.includes(IMPORT)) return typed;
  const all = typed.replace(IMPORT, `import type { Spec } from "${types}";\n`);
  const end = all.indexOf("\n\n");
  const [imports, body] = [all.slice(0, end), all.slice(end + 2)];
  const loading = 'const spec = (await loadSpec("polyfn.yaml")) as Spec;';
  const named = imports.replace(/import \{ ([^}]*) \} from "polyfn\/testing"/, (_, names: string) => {
    const all = [...names.split(", "), "loadSpec"].sort((a, b) => a.localeCompare(b));
    return `import { ${all.join(", ")} } from "polyfn/testing"`;
  });
  return `${named}\n\n${loading}\n\n${body}`;
}
