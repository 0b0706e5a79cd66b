import { dirname } from "node:path";
import { bytesOf } from "./builds.ts";

/** A package whose module tells its version and those of the packages that it loads. */
export const npm = (at: string, version: string, dependencies: readonly string[] = [], more: object = {}) => {
  const [name = ""] = at.split("node_modules/").slice(-1);
  const loaded = dependencies.map((one) => `require(${JSON.stringify(one)})`).join(", ");
  return {
    [`${at}/package.json`]: JSON.stringify({
      name,
      version,
      dependencies: Object.fromEntries(dependencies.map((one) => [one, "*"])),
      ...more,
    }),
    [`${at}/index.js`]: `module.exports = ["${name}@${version}", ${loaded}];`,
  };
};

/** A handler that answers what the package says. */
export const HANDLER = `import all from "odd"; export default () => all;`;
export const ODD = { nodeModules: ["odd"] };

/** The packages in a zip. */
export const placesIn = (zip: string): string[] =>
  Object.keys(bytesOf(zip))
    .filter((path) => path.endsWith("/package.json"))
    .map(dirname)
    .sort();
