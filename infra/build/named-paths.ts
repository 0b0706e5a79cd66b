import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { child, type Node, type Placed } from "./js-tree.ts";
import { isNamed, type ModuleNames, staticTexts } from "./static-path.ts";

/** The files beside itself that a module names: absolute, existing or not. */
export interface NamedPaths {
  /** By `new URL("./file", import.meta.url)`. */
  readonly urls: readonly string[];
  /** By a path that begins with the module's folder. */
  readonly beside: readonly string[];
}

/** A path that no module has. A value that is the same there does not depend on the module's place. */
const ELSEWHERE = "/polyfn-no-such-place/no/such/folder/no-such-module.ts";

/**
 * Reads the names in a module's tree: URLs and paths that follow from its own place, also through constants. Of names
 * inside each other, the outermost counts.
 * @param imported Expressions that name what an import brings.
 */
export function namedPaths(
  module: string,
  nodes: readonly Placed[],
  names: ModuleNames,
  imported: ReadonlySet<Node>,
): NamedPaths {
  const [here, elsewhere] = [staticTexts(module, names), staticTexts(ELSEWHERE, names)];
  const urls = new Set<string>();
  const beside = new Set<string>();
  let end = -1;
  for (const { node } of nodes) {
    if (node.start < end) continue;
    if (imported.has(node)) {
      end = node.end;
      continue;
    }
    if (!isName(node, names.called)) continue;
    const text = here(node);
    if (text === undefined || text === elsewhere(node)) continue;
    const path = pathOf(text);
    // Text after the module's own name, such as a line, makes no other file's name.
    if (path === undefined || text.startsWith(module)) continue;
    end = node.end;
    if (path !== module) (node.type === "NewExpression" ? urls : beside).add(path);
  }
  return { urls: [...urls], beside: [...beside] };
}

/** True if an expression makes a URL or a path out of parts. */
function isName(node: Node, called: ModuleNames["called"]): boolean {
  if (node.type === "BinaryExpression" || node.type === "TemplateLiteral") return true;
  if (node.type === "NewExpression") return isNamed(child(node, "callee"), "URL");
  if (node.type !== "CallExpression") return false;
  const callee = child(node, "callee");
  const isResolve = callee !== undefined && isNamed(child(callee, "object"), "require");
  return !isResolve && ["join", "resolve"].includes(called(callee) ?? "");
}

function pathOf(text: string): string | undefined {
  if (!text.startsWith("file:")) return isAbsolute(text) ? resolve(text) : undefined;
  try {
    return resolve(fileURLToPath(text));
  } catch {
    // An encoded slash, say, is in no path.
    return undefined;
  }
}
