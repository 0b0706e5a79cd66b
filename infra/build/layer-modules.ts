/**
 * Lets an `import` find what a layer brings. Node.js reads NODE_PATH for `require` alone, and the clouds set it to the
 * layers' folder. A package that is not found beside the bundle is looked up as if a module in that folder asked for it,
 * so its package.json is read as always. https://nodejs.org/api/module.html#customization-hooks
 */
export const LAYER_MODULES = [
  'import * as modules from "node:module";',
  `const places = (process.env.NODE_PATH ?? "").split(":").filter((path) => path.endsWith("/node_modules"));`,
  `const parents = [...places, "/opt/nodejs/node_modules"].map((path) => "file://" + path.slice(0, -12) + "layer.mjs");`,
  hook("sync", ""),
  "if (modules.registerHooks) modules.registerHooks({ resolve: sync });",
  `else modules.register?.("data:text/javascript," + encodeURIComponent(\`const parents = \${JSON.stringify(parents)};${hook("resolve", "await ").replaceAll("\n", " ")} export { resolve };\`));`,
].join("\n");

/** Node.js before 22.15 runs hooks in a thread of their own, where they wait for each other. */
function hook(name: string, wait: string): string {
  return `${wait === "" ? "" : "async "}function ${name}(specifier, context, next) {
  try {
    return ${wait}next(specifier, context);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || /^[./#]|:/.test(specifier)) throw error;
    for (const parentURL of parents) try { return ${wait}next(specifier, { ...context, parentURL }); } catch {}
    throw error;
  }
}`;
}
